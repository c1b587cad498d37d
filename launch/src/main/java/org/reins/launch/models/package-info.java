/** The models that come with Reins, and users' own models, for the commands. */
package org.reins.launch.models;
