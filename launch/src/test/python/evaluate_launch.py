"""Evaluates a launch file with stand-ins for the launch API, and prints what it would start as JSON.

    evaluate_launch.py SHARE FILE [argument:=value ...]

SHARE is what get_package_share_directory('reins') gives. Run by LaunchFilesTest, where there is no ROS.
"""
import importlib.util
import json
import os
import sys
import types

SHARE, FILE, GIVEN = sys.argv[1], sys.argv[2], dict(a.split(':=', 1) for a in sys.argv[3:])
STARTED = []


class Context:
    def __init__(self, given):
        self.values = dict(given)


def resolve(value, context):
    if isinstance(value, (list, tuple)):
        return ''.join(resolve(v, context) for v in value)
    if hasattr(value, 'resolve'):
        return value.resolve(context)
    return value


class LaunchDescription:
    def __init__(self, entities):
        self.entities = entities

    def visit(self, context):
        for e in self.entities:
            if getattr(e, 'condition', None) is None or e.condition.holds(context):
                e.visit(context)


class DeclareLaunchArgument:
    def __init__(self, name, default_value=None, description=None, choices=None):
        self.name, self.default, self.choices = name, default_value, choices
        assert description, 'argument %s has no description' % name

    def visit(self, context):
        if self.name not in context.values:
            if self.default is None:
                raise SystemExit('argument %s is needed' % self.name)
            context.values[self.name] = resolve(self.default, context)
        value = context.values[self.name]
        assert self.choices is None or value in self.choices, '%s is %s' % (self.name, value)


class LaunchConfiguration:
    def __init__(self, name):
        self.name = name

    def resolve(self, context):
        return context.values[self.name]


    def perform(self, context):
        return self.resolve(context)


class OpaqueFunction:
    def __init__(self, function):
        self.function = function

    def visit(self, context):
        for e in self.function(context):
            e.visit(context)


class PythonExpression:
    def __init__(self, parts):
        self.parts = parts

    def resolve(self, context):
        return str(eval(resolve(self.parts, context)))


class Command:
    def __init__(self, parts):
        self.parts = parts

    def resolve(self, context):
        return '$(' + resolve(self.parts, context) + ')'


class IfCondition:
    def __init__(self, value):
        self.value = value

    def holds(self, context):
        return resolve(self.value, context).lower() in ('true', '1')


class UnlessCondition(IfCondition):
    def holds(self, context):
        return not super().holds(context)


class ParameterValue:
    def __init__(self, value, value_type=None):
        self.value, self.type = value, value_type

    def resolve(self, context):
        value = resolve(self.value, context)
        return value.lower() == 'true' if self.type is bool and isinstance(value, str) else value


class Node:
    def __init__(self, package, executable, name=None, namespace='', output=None, parameters=(),
                 arguments=(), condition=None, on_exit=None):
        self.condition = condition
        self.parts = (package, executable, name, namespace, parameters, arguments)
        self.on_exit = on_exit

    def visit(self, context):
        package, executable, name, namespace, parameters, arguments = self.parts
        files, values = [], {}
        for p in parameters:
            if isinstance(p, dict):
                values.update({k: resolve(v, context) for k, v in p.items()})
            else:
                files.append(resolve(p, context))
        STARTED.append({
            'package': package, 'executable': executable, 'name': name,
            'namespace': resolve(namespace, context), 'files': files, 'parameters': values,
            'arguments': [resolve(a, context) for a in arguments],
            'ends_the_launch': self.on_exit is not None})


class ExecuteProcess:
    def __init__(self, cmd, output=None, on_exit=None):
        self.cmd = cmd

    def visit(self, context, after=None):
        STARTED.append({'command': [resolve(c, context) for c in self.cmd],
                        'after': None if after is None else [resolve(c, context) for c in after.cmd]})


class IncludeLaunchDescription:
    def __init__(self, source, launch_arguments=()):
        self.source, self.arguments = source, launch_arguments

    def visit(self, context):
        path = resolve(self.source.path, context)
        given = {k: resolve(v, context) for k, v in self.arguments}
        if path.startswith(SHARE):
            load(path).visit(Context(given))
        else:
            STARTED.append({'include': path, 'arguments': given})


class PythonLaunchDescriptionSource:
    def __init__(self, path):
        self.path = path


class OnProcessExit:
    def __init__(self, target_action, on_exit):
        self.target_action = target_action
        self.on_exit = on_exit


class RegisterEventHandler:
    def __init__(self, handler):
        self.handler = handler

    def visit(self, context):
        for e in self.handler.on_exit:
            if isinstance(e, ExecuteProcess):
                e.visit(context, self.handler.target_action)
            else:
                e.visit(context)


class Shutdown:
    def __init__(self, reason=''):
        self.reason = reason


class PackageNotFoundError(KeyError):
    pass


def prefix(package):
    # Whatever REINS_TEST_MISSING names is not installed.
    if package in os.environ.get('REINS_TEST_MISSING', '').split():
        raise PackageNotFoundError(package)
    return '/opt/ros'


def module(name, **contents):
    m = types.ModuleType(name)
    m.__dict__.update(contents)
    sys.modules[name] = m


module('ament_index_python')
module('ament_index_python.packages',
       PackageNotFoundError=PackageNotFoundError, get_package_prefix=prefix,
       get_package_share_directory=lambda p: SHARE if p == 'reins' else '/opt/ros/share/' + p)
module('launch', LaunchDescription=LaunchDescription)
module('launch.actions', DeclareLaunchArgument=DeclareLaunchArgument, ExecuteProcess=ExecuteProcess,
       IncludeLaunchDescription=IncludeLaunchDescription, OpaqueFunction=OpaqueFunction,
       RegisterEventHandler=RegisterEventHandler,
       Shutdown=Shutdown)
module('launch.conditions', IfCondition=IfCondition, UnlessCondition=UnlessCondition)
module('launch.event_handlers', OnProcessExit=OnProcessExit)
module('launch.launch_description_sources', PythonLaunchDescriptionSource=PythonLaunchDescriptionSource)
module('launch.substitutions', Command=Command, LaunchConfiguration=LaunchConfiguration,
       PythonExpression=PythonExpression)
module('launch_ros')
module('launch_ros.actions', Node=Node)
module('launch_ros.parameter_descriptions', ParameterValue=ParameterValue)


def load(path):
    spec = importlib.util.spec_from_file_location('launch_file', path)
    m = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(m)
    return m.generate_launch_description()


try:
    load(FILE).visit(Context(GIVEN))
except RuntimeError as e:
    # As launch does: what was started before goes on, what follows is not started.
    STARTED.append({'error': str(e)})
json.dump(STARTED, sys.stdout, indent=1)
