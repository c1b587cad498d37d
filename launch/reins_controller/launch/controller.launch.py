"""The safety filter in the control loop of a robot: loads reins_controller into the controller manager that the
robot's driver has started, and starts filter, planner and, when one is named, the policy.

    ros2 launch reins_controller controller.launch.py robot:=fr3 command_interface:=effort policy:=/path/policy.onnx

The driver must run already, without another controller that claims the same command interfaces.
"""
import os

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution, PythonExpression
from launch_ros.actions import Node


def generate_launch_description():
    config = os.path.join(get_package_share_directory('reins_controller'), 'config')
    robot_launch = os.path.join(get_package_share_directory('reins'), 'launch', 'robot.launch.py')
    robot = LaunchConfiguration('robot')
    mode = LaunchConfiguration('command_interface')
    default = PathJoinSubstitution([config, PythonExpression(["'", robot, "_", mode, ".yaml'"])])
    return LaunchDescription([
        DeclareLaunchArgument('robot', default_value='fr3', description='Robot name or file.'),
        DeclareLaunchArgument('command_interface', default_value='effort',
                              choices=['effort', 'velocity', 'position'],
                              description='What the robot takes; output.mode of the filter.'),
        DeclareLaunchArgument('controller_params', default_value=default,
                              description='Parameter file of reins_controller.'),
        DeclareLaunchArgument('controller_manager', default_value='/controller_manager',
                              description='Node of the controller manager.'),
        DeclareLaunchArgument('file', default_value='/dev/shm/reins-controller',
                              description='Shared file; the same as in the parameter file.'),
        DeclareLaunchArgument('policy', default_value='', description='ONNX file, built-in, or empty for none.'),
        Node(
            package='controller_manager', executable='spawner', output='screen',
            arguments=['reins_controller', '--controller-type', 'reins_controller/ReinsController',
                       '--controller-manager', LaunchConfiguration('controller_manager'),
                       '--param-file', LaunchConfiguration('controller_params')]),
        IncludeLaunchDescription(
            PythonLaunchDescriptionSource(robot_launch),
            launch_arguments={
                'robot': robot,
                'policy': LaunchConfiguration('policy'),
                'output_mode': mode,
                'controller_file': LaunchConfiguration('file'),
            }.items()),
    ])
