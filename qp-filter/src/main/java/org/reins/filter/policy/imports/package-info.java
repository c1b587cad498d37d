/**
 * Importers: they turn the files in which others publish policies into descriptions {@code
 * reins/policy/1}. What matters and is unknown is refused or named, never guessed in silence.
 */
package org.reins.filter.policy.imports;
