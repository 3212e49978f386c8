//! What README.md and its Chinese twin promise: the two commands, and output that is what the program prints today.
//!
//! A block of output stands below a comment such as `<!-- capex audit a.xlsx | 一、+12 ; 八、..九、 -->`: the command, and which
//! pieces of its stdout are shown, each from the first line that begins with a text: `+N` for N lines, `..text` up to a line
//! that begins with another text. `CAPEX_UPDATE_README=1 cargo test --test readme` writes the blocks anew.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cli_support;

use std::fs;
use std::path::{Path, PathBuf};

const PAGES: [&str; 2] = ["README.md", "README.zh-CN.md"];
/// Columns of the terminal whose output the pages show.
const WIDTH: u16 = 110;
/// Between two pieces of an output.
const LEFT_OUT: &str = "……";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> (PathBuf, String) {
    let path = root().join(name);
    let text = fs::read_to_string(&path).expect("a page");
    (path, text)
}

/// The lines of the first block of shell commands.
fn first_commands(text: &str) -> Vec<&str> {
    let block = text.split("```sh\n").nth(1).expect("a block of commands");
    block.split("```").next().expect("its end").lines().collect()
}

/// The pieces of an output that a comment asks for.
fn pieces(stdout: &str, wanted: &str) -> String {
    let lines: Vec<&str> = stdout.lines().map(str::trim_end).collect();
    let begins = |text: &str| {
        lines.iter().position(|line| line.starts_with(text)).unwrap_or_else(|| panic!("no line begins with {text}"))
    };
    let shown = wanted.split(" ; ").map(|piece| {
        let piece = piece.trim();
        if let Some((from, to)) = piece.split_once("..") {
            let end = if to.is_empty() { lines.len() } else { begins(to) };
            lines[begins(from)..end].join("\n").trim_end().to_owned()
        } else {
            let (from, many) = piece.rsplit_once('+').expect("how many lines");
            let start = begins(from);
            lines[start..lines.len().min(start + many.parse::<usize>().expect("a number"))].join("\n")
        }
    });
    shown.collect::<Vec<_>>().join(&format!("\n{LEFT_OUT}\n"))
}

/// A page with its blocks of output as the program prints them now.
fn renewed(text: &str) -> String {
    let mut parts = text.split("<!-- capex ");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (comment, rest) = part.split_once(" -->\n```text\n").expect("a block of output below the comment");
        let (_, after) = rest.split_once("\n```\n").expect("the end of the block");
        let (command, wanted) = comment.split_once(" | ").expect("what is shown");
        let words: Vec<&str> = command.split_whitespace().collect();
        let run = cli_support::capex_as_wide_as(WIDTH, root(), &words, "");
        assert!(run.stderr.is_empty(), "{}", run.stderr);
        let shown = pieces(&run.stdout, wanted);
        page.push_str(&format!("<!-- capex {comment} -->\n```text\n{shown}\n```\n{after}"));
    }
    page
}

#[test]
fn both_pages_lead_with_the_same_two_commands() {
    let (_, english) = page(PAGES[0]);
    let (_, chinese) = page(PAGES[1]);
    let commands = first_commands(&english);
    assert_eq!(commands, ["cargo run -- audit examples/survey.xlsx --as-of 2019-06-30 --fail-on never", "cargo test"]);
    assert_eq!(first_commands(&chinese), commands);
    for text in [english, chinese] {
        let before = text.split("```sh").next().unwrap_or_default();
        assert!(before.lines().count() <= 16, "the commands lead the page");
    }
}

#[test]
fn the_output_on_both_pages_is_what_the_program_prints() {
    for name in PAGES {
        let (path, text) = page(name);
        let now = renewed(&text);
        if std::env::var_os("CAPEX_UPDATE_README").is_some() {
            fs::write(path, now).expect("written");
        } else {
            assert!(text == now, "{name} is out of date: run `CAPEX_UPDATE_README=1 cargo test --test readme`");
        }
    }
}

#[test]
fn every_command_and_every_link_on_both_pages_is_there() {
    let help = cli_support::capex(root(), &["--help"], "").stdout;
    for name in PAGES {
        let (_, text) = page(name);
        for part in text.split("`capex ").skip(1) {
            let command: String = part.chars().take_while(|c| c.is_ascii_lowercase()).collect();
            assert!(help.contains(&format!("\n  {command} ")), "{name}: no command “{command}”");
        }
        for link in text.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap_or_default();
            assert!(target.starts_with("http") || root().join(target).exists(), "{name}: no file {target}");
        }
    }
}
