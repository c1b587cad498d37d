/** The models that come with Reins, and other people's, for the commands. */
package org.reins.launch.models;
