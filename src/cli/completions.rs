//! `capex completions SHELL`: a completion script from the definition of the command line.

use clap::ValueEnum;

use super::{Console, Exit};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 哪种命令行：bash、zsh、fish、powershell、elvish
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

/// The shells that have completion scripts.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        use clap_complete::Shell as Known;
        let shell = match self.shell {
            Shell::Bash => Known::Bash,
            Shell::Zsh => Known::Zsh,
            Shell::Fish => Known::Fish,
            Shell::Powershell => Known::PowerShell,
            Shell::Elvish => Known::Elvish,
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut super::definition(), "capex", &mut script);
        console.data(|out| Ok(out.write_all(&script)?))?;
        Ok(Exit::Clean)
    }
}
