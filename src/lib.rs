//! `capex` (capacity exit, 产能退出) checks survey workbooks (摸底表) of industrial plants against the Chinese
//! catalogues of outdated equipment and processes, follows each case through the year, and writes the year-end tables.
//!
//! The rooms, lowest first; a room may use those above it in this list and none below (kept by `tests/rooms.rs`):
//!
//! | room | holds |
//! |---|---|
//! | [`yaml`] | files that people write → a tree with positions, every mistake collected |
//! | [`text`] | characters as Chinese documents write them: folding, with a map back to the original |
//! | [`quantity`] | numbers, units, ranges and bounds |
//! | [`region`] | administrative divisions: codes, names, old names |
//! | [`catalog`] | vocabulary, entries, editions: loading, checking |
//! | [`workbook`] | any spreadsheet file → bounded stream of rows |
//! | [`survey`] | header recognition, column map → [`survey::Record`] with provenance |
//! | [`matching`] | description → mentions, facts, three-valued rules → [`matching::Finding`] |
//! | [`plan`] | the work plan: phases, due dates, catalogues, sectors |
//! | [`audit`] | records judged, exceptions, the row ledger → [`audit::Document`] |
//! | [`history`] | saved runs, identity over months, diff |
//! | [`report`], [`summary`] | printers of values made above |
//! | [`cli`] | one file for each subcommand; the only place that prints and exits |

pub mod audit;
pub mod catalog;
pub mod cli;
pub mod history;
pub mod matching;
pub mod plan;
pub mod quantity;
pub mod region;
pub mod report;
pub mod summary;
pub mod survey;
pub mod text;
pub mod workbook;
pub mod yaml;
