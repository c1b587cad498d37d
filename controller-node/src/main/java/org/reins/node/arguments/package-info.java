/** Arguments after {@code --ros-args}: names, remappings, parameters and their files. */
package org.reins.node.arguments;
