//! `certlens rules`

use std::io;

use certlens::report::catalogue;
use certlens::rule::Rule;

use crate::arguments::{Format, Rules};
use crate::{Exit, output};

pub(crate) fn run(options: &Rules) -> io::Result<Exit> {
    let mut rules: Vec<&'static Rule> = match &options.code {
        None => certlens::rules().collect(),
        Some(code) => certlens::rule(code).into_iter().collect(),
    };
    if let (Some(code), true) = (&options.code, rules.is_empty()) {
        return Ok(Exit::Unreadable(format!("there is no rule `{code}`; `certlens rules` lists them all")));
    }
    rules.sort_by_key(|rule| rule.code);
    output::print(&match (options.common.format, rules.as_slice()) {
        (Format::Text, [rule]) => catalogue::text(rule),
        (Format::Text, rules) => catalogue::list(rules),
        (Format::Markdown, rules) => catalogue::markdown(rules),
        (Format::Json, rules) => catalogue::json(rules)? + "\n",
    })
}
