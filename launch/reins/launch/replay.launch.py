"""Plays a bag of states and actions, and lets the filter answer it anew.

    ros2 launch reins replay.launch.py bag:=/path/bag

The commands go to replay/commands, where no robot listens, and into a new bag. What to record for this is in
config/record.yaml. The bag starts when the filter is configured; the filter needs the first states and actions
of the bag to become active, and answers from then on.
"""
import os

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, ExecuteProcess, RegisterEventHandler, Shutdown
from launch.event_handlers import OnProcessExit
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node


AWAIT_CONFIGURED = (
    'until ros2 lifecycle get /safety_filter 2>/dev/null | grep -qE "^(inactive|active)"; do sleep 0.2; done')


def generate_launch_description():
    share = get_package_share_directory('reins')
    configured = ExecuteProcess(cmd=['bash', '-c', AWAIT_CONFIGURED], output='screen')
    # The delay is for the discovery of the filter by the player: what is played before is lost.
    play = ExecuteProcess(
        cmd=['ros2', 'bag', 'play', LaunchConfiguration('bag'), '--clock', '--delay', '2',
             '--topics', '/joint_states', '/policy/action'],
        output='screen', on_exit=Shutdown(reason='the bag has ended'))
    return LaunchDescription([
        DeclareLaunchArgument('bag', description='Bag with /joint_states and /policy/action.'),
        DeclareLaunchArgument('answers', default_value='reins_replay', description='Folder of the new bag.'),
        DeclareLaunchArgument('robot', default_value='panda', description='Robot name or file.'),
        DeclareLaunchArgument('barrier', default_value='built-in', description='Barrier file, built-in, or none.'),
        DeclareLaunchArgument('params_file', default_value=os.path.join(share, 'config', 'reins.yaml'),
                              description='Parameter file of all nodes.'),
        Node(
            package='reins', executable='safety_filter', name='safety_filter', output='screen',
            on_exit=Shutdown(reason='the safety filter ended'), parameters=[LaunchConfiguration('params_file'), {
                'robot': LaunchConfiguration('robot'),
                'barrier': LaunchConfiguration('barrier'),
                'output.topic': 'replay/commands',
                'use_sim_time': True,
            }]),
        Node(
            package='reins', executable='envelope_planner', name='envelope_planner', output='screen',
            parameters=[LaunchConfiguration('params_file'), {'use_sim_time': True}]),
        # Records the answers, and is the taker of commands that the filter waits for.
        ExecuteProcess(
            cmd=['ros2', 'bag', 'record', '-o', LaunchConfiguration('answers'),
                 '/replay/commands', '/safety_filter/status', '/safety_filter/envelope'],
            output='screen'),
        # The Java process takes seconds to start and to test itself; a bag that plays meanwhile is unanswered.
        configured,
        RegisterEventHandler(OnProcessExit(target_action=configured, on_exit=[play])),
    ])
