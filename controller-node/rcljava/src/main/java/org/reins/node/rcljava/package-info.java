/**
 * The rcljava adapter. Only {@link RcljavaProvider} may be touched before somebody asks for it:
 * classes of rcljava end the JVM when their native libraries are missing.
 */
package org.reins.node.rcljava;
