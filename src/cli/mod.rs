//! One file for each subcommand; the only place that prints and exits.
