//! `certlens names`

use std::io;

use certlens::report;
use certlens::{Settings, names};

use crate::arguments::{Format, Names};
use crate::{Exit, output};

pub(crate) fn run(options: &Names) -> io::Result<Exit> {
    let sources = output::read(&options.files)?;
    let time = options.common.at.unwrap_or_else(output::now);
    let inspection = certlens::inspect(&sources, &Settings { time, ..Settings::default() });
    let grid = names::grid(&inspection.inventory, &inspection.manifests, &options.dialled);
    if grid.certificates.is_empty() {
        return Ok(Exit::Unreadable("there is no certificate to be dialled".to_owned()));
    }
    let document = report::names::document(&inspection, &grid);
    output::print(&match options.common.format {
        Format::Text => report::names::text(&document),
        Format::Json => serde_json::to_string_pretty(&document)? + "\n",
        Format::Markdown => report::names::markdown(&document),
    })?;
    let answered = |row: &names::Row| row.cells.iter().any(|cell| cell.is_match);
    let asked = grid.rows.iter().filter(|row| row.from == names::Reason::Asked);
    let fails = options.common.fail_on.is_some() && !asked.into_iter().all(answered);
    Ok(if fails { Exit::Found } else { Exit::Clean })
}
