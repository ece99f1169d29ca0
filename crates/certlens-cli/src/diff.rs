//! `certlens diff`

use std::io;

use certlens::{Settings, diff, report};

use crate::arguments::{Diff, Format};
use crate::{Exit, output};

pub(crate) fn run(options: &Diff) -> io::Result<Exit> {
    let old = output::read(std::slice::from_ref(&options.old))?;
    let new = output::read(std::slice::from_ref(&options.new))?;
    let time = options.common.at.unwrap_or_else(output::now);
    let diff = diff::compare(&old, &new, &Settings { time, ..Settings::default() });
    if diff.pairs.is_empty() {
        return Ok(Exit::Unreadable("neither file holds a certificate".to_owned()));
    }
    let document = report::diff::document(&diff);
    output::print(&match options.common.format {
        Format::Text => report::diff::text(&document),
        Format::Json => serde_json::to_string_pretty(&document)? + "\n",
        Format::Markdown => report::diff::markdown(&document),
    })?;
    let gravest = diff.pairs.iter().flat_map(|pair| &pair.consequences).map(|c| c.severity).max();
    let fails = options.common.fail_on.is_some_and(|least| gravest >= Some(least));
    Ok(if fails { Exit::Found } else { Exit::Clean })
}
