"""Modern Gazebo with gz_ros2_control, its controllers, and Reins on top.

    ros2 launch reins gazebo.launch.py robot:=panda urdf:=/path/panda.urdf policy:=built-in

Not run by the makers of Reins: they had no ROS distribution. The URDF must carry the gz_ros2_control
plugin; a controllers file for each of our robots is in config/controllers.
"""
import os

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription, RegisterEventHandler
from launch.event_handlers import OnProcessExit
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import Command, LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue


def generate_launch_description():
    share = get_package_share_directory('reins')
    robot = LaunchConfiguration('robot')
    description = ParameterValue(Command(['cat ', LaunchConfiguration('urdf')]), value_type=str)
    controllers = [os.path.join(share, 'config', 'controllers', ''), robot, '.yaml']
    broadcaster = Node(
        package='controller_manager', executable='spawner',
        arguments=['joint_state_broadcaster', '--param-file', controllers])
    effort = Node(
        package='controller_manager', executable='spawner',
        arguments=['effort_controller', '--param-file', controllers])
    return LaunchDescription([
        DeclareLaunchArgument('robot', default_value='panda', description='Robot by name.'),
        DeclareLaunchArgument('urdf', description='URDF file of the robot, with the gz_ros2_control plugin.'),
        DeclareLaunchArgument('policy', default_value='built-in', description='ONNX file, built-in, or empty for none.'),
        DeclareLaunchArgument('barrier', default_value='built-in', description='Barrier file, built-in, or none.'),
        DeclareLaunchArgument('world', default_value='empty.sdf', description='World of Gazebo.'),
        DeclareLaunchArgument('namespace', default_value='', description='Namespace of our nodes.'),
        IncludeLaunchDescription(
            PythonLaunchDescriptionSource(os.path.join(
                get_package_share_directory('ros_gz_sim'), 'launch', 'gz_sim.launch.py')),
            launch_arguments={'gz_args': ['-r ', LaunchConfiguration('world')]}.items()),
        Node(
            package='ros_gz_bridge', executable='parameter_bridge',
            arguments=['/clock@rosgraph_msgs/msg/Clock[gz.msgs.Clock'], output='screen'),
        Node(
            package='robot_state_publisher', executable='robot_state_publisher', output='screen',
            parameters=[{'robot_description': description, 'use_sim_time': True}]),
        Node(
            package='ros_gz_sim', executable='create', output='screen',
            arguments=['-topic', 'robot_description', '-name', robot]),
        broadcaster,
        RegisterEventHandler(OnProcessExit(target_action=broadcaster, on_exit=[effort])),
        IncludeLaunchDescription(
            PythonLaunchDescriptionSource(os.path.join(share, 'launch', 'robot.launch.py')),
            launch_arguments={
                'robot': robot,
                'policy': LaunchConfiguration('policy'),
                'barrier': LaunchConfiguration('barrier'),
                'namespace': LaunchConfiguration('namespace'),
                'use_sim_time': 'true',
            }.items()),
    ])
