//! The `capex` command: parses, dispatches, and turns the outcome into an exit code.

fn main() -> std::process::ExitCode {
    capex::cli::run(std::env::args_os()).into()
}
