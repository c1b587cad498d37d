"""The safety filter, the envelope planner and, when a policy is named, the policy, for one robot.

    ros2 launch reins robot.launch.py robot:=panda policy:=/path/policy.onnx barrier:=/path/b.safetensors

The filter takes joint_states and policy/action and sends to effort_controller/commands (see
output.mode). Without a policy argument, any node may publish policy/action. A legged robot takes
imu/data, foot_forces and cmd_vel besides, and its policy answers walk/observation; its parameters
stand in config/go1.yaml.
"""
import os

from ament_index_python.packages import PackageNotFoundError, get_package_prefix, get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction, Shutdown
from launch.conditions import IfCondition, UnlessCondition
from launch.substitutions import LaunchConfiguration, PythonExpression
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue


def require_optional_packages(context):
    """Before anything starts: a launch that fails half-way would leave the filter running."""
    for argument, package in (('rviz', 'rviz2'), ('diagnostics', 'diagnostic_aggregator')):
        if LaunchConfiguration(argument).perform(context).lower() in ('true', '1'):
            try:
                get_package_prefix(package)
            except PackageNotFoundError:
                raise RuntimeError(
                    '%s is true and package %s is not installed: install it, or leave out %s:=true'
                    % (argument, package, argument))
    return []


def generate_launch_description():
    share = get_package_share_directory('reins')
    robot = LaunchConfiguration('robot')
    namespace = LaunchConfiguration('namespace')
    params_file = LaunchConfiguration('params_file')
    policy = LaunchConfiguration('policy')
    sim_time = ParameterValue(LaunchConfiguration('use_sim_time'), value_type=bool)
    watchdog = LaunchConfiguration('watchdog')
    no_watchdog = PythonExpression(["'", watchdog, "' == 'none'"])
    no_policy = PythonExpression(["'", policy, "' == ''"])
    return LaunchDescription([
        DeclareLaunchArgument('robot', default_value='panda', description='Robot name or file.'),
        DeclareLaunchArgument('namespace', default_value='', description='Namespace of all nodes.'),
        DeclareLaunchArgument('params_file', default_value=os.path.join(share, 'config', 'reins.yaml'),
                              description='Parameter file of all nodes.'),
        DeclareLaunchArgument('barrier', default_value='built-in', description='Barrier file, built-in, or none.'),
        DeclareLaunchArgument('policy', default_value='', description='ONNX file, built-in, or empty for none.'),
        DeclareLaunchArgument('output_mode', default_value='effort',
                              choices=['effort', 'velocity', 'position', 'trajectory', 'unitree'],
                              description='What is sent to the controller.'),
        DeclareLaunchArgument('watchdog', default_value='none',
                              description='File of the watchdog, such as /dev/shm/reins-watchdog, or none.'),
        DeclareLaunchArgument('controller_file', default_value='none',
                              description='Shared file of reins_controller, or none for topics.'),
        DeclareLaunchArgument('use_sim_time', default_value='false', description='Take time from /clock.'),
        DeclareLaunchArgument('autostart', default_value='true',
                              description='Configure and activate as soon as inputs are there.'),
        DeclareLaunchArgument('diagnostics', default_value='false', description='Start diagnostic_aggregator.'),
        DeclareLaunchArgument('rviz', default_value='false', description='Start RViz.'),
        OpaqueFunction(function=require_optional_packages),
        # Its own process: it must outlive the filter. It is no node, and takes no parameters.
        Node(
            package='reins', executable='watchdog', output='screen',
            arguments=['--robot', robot, '--mode', LaunchConfiguration('output_mode'), '--file', watchdog],
            condition=UnlessCondition(no_watchdog)),
        Node(
            package='reins', executable='safety_filter', name='safety_filter', namespace=namespace,
            output='screen',
            parameters=[params_file, {
                'robot': robot,
                'barrier': LaunchConfiguration('barrier'),
                'output.mode': LaunchConfiguration('output_mode'),
                'watchdog.file': watchdog,
                'controller.file': LaunchConfiguration('controller_file'),
                'autostart': ParameterValue(LaunchConfiguration('autostart'), value_type=bool),
                'use_sim_time': sim_time,
            }],
            # Without the filter nothing may drive the robot: the whole launch ends, and the robot's
            # own stop takes over.
            on_exit=Shutdown(reason='the safety filter ended')),
        Node(
            package='reins', executable='envelope_planner', name='envelope_planner', namespace=namespace,
            output='screen', parameters=[params_file, {'robot': robot, 'use_sim_time': sim_time}]),
        Node(
            package='reins', executable='policy_runner', name='policy_runner', namespace=namespace,
            output='screen', parameters=[params_file, {'robot': robot, 'policy': policy, 'use_sim_time': sim_time}],
            condition=UnlessCondition(no_policy)),
        Node(
            package='diagnostic_aggregator', executable='aggregator_node', output='screen',
            parameters=[os.path.join(share, 'config', 'diagnostics.yaml')],
            condition=IfCondition(LaunchConfiguration('diagnostics'))),
        Node(
            package='rviz2', executable='rviz2', output='screen',
            arguments=['-d', os.path.join(share, 'rviz', 'reins.rviz')],
            parameters=[{'use_sim_time': sim_time}],
            condition=IfCondition(LaunchConfiguration('rviz'))),
    ])
