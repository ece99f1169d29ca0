//! `certlens pair`, as it was asked for.

use std::path::PathBuf;

use certlens::peer::{self, Stack, Suites};
use lexopt::prelude::{Long, Short, Value};

use super::{Command, Common, common, sentence, value, values};

/// Options of `pair`.
pub(crate) struct Pair {
    /// What every command takes.
    pub(crate) common: Common,
    /// Where to look for the sides; standard input where empty.
    pub(crate) files: Vec<PathBuf>,
    /// `--server`
    pub(crate) server: Vec<PathBuf>,
    /// `--client`
    pub(crate) client: Vec<PathBuf>,
    /// `--name`, as it would be configured
    pub(crate) names: Vec<String>,
    /// `--suites`
    pub(crate) suites: Option<Suites>,
    /// `--stack`
    pub(crate) stacks: Vec<&'static Stack>,
}

pub(super) fn parse(parser: &mut lexopt::Parser) -> Result<Command, String> {
    let mut pair = Pair {
        common: Common::default(),
        files: Vec::new(),
        server: Vec::new(),
        client: Vec::new(),
        names: Vec::new(),
        suites: None,
        stacks: Vec::new(),
    };
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Value(file) => pair.files.push(file.into()),
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("server") => pair.server.extend(parser.values().map_err(sentence)?.map(PathBuf::from)),
            Long("client") => pair.client.extend(parser.values().map_err(sentence)?.map(PathBuf::from)),
            Long("name") => pair.names.extend(values(parser)?),
            Long("suites") => pair.suites = Some(suites(&value(parser)?)?),
            Long("stack") => {
                for id in value(parser)?.split(',') {
                    pair.stacks.push(stack(id.trim())?);
                }
            }
            Long(option) => {
                let option = option.to_owned();
                common(&option, parser, &mut pair.common)?;
            }
            Short(option) => return Err(format!("there is no option `-{option}`")),
        }
    }
    if pair.stacks.is_empty() {
        pair.stacks = peer::stacks().to_vec();
    }
    Ok(Command::Pair(pair))
}

fn suites(text: &str) -> Result<Suites, String> {
    Suites::named(text.split(',')).map_err(|error| format!("--suites: {error}"))
}

fn stack(id: &str) -> Result<&'static Stack, String> {
    peer::stack(id).map_err(|error| format!("--stack: {error}"))
}
