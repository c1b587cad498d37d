/** Action chunks: several steps of an action that a policy answers at once. */
package org.reins.filter.chunk;
