//! `certlens pins`

use std::io;

use certlens::Settings;
use certlens::pin_match::{self, PinVerdict};
use certlens::report::pins;

use crate::arguments::{Format, Pins};
use crate::{Exit, output};

pub(crate) fn run(options: &Pins) -> io::Result<Exit> {
    let sources = output::read(&options.files)?;
    let time = options.common.at.unwrap_or_else(output::now);
    let inspection = certlens::inspect(&sources, &Settings { time, ..Settings::default() });
    let find = |pin| pin_match::find(pin, &sources, &inspection.inventory);
    let sought: Vec<Vec<_>> = options.sought.iter().map(|list| list.iter().map(find).collect()).collect();
    let all = sought.concat();
    let document = pins::document(&inspection, &all);
    // A pin may be that of the file as it is, whatever it holds.
    if document.objects.is_empty() && all.iter().all(|found| found.verdict == PinVerdict::Unmatched) {
        return Ok(Exit::Unreadable("there is no certificate and no key to pin".to_owned()));
    }
    output::print(&match options.common.format {
        Format::Text => pins::text(&document),
        Format::Json => serde_json::to_string_pretty(&document)? + "\n",
        Format::Markdown => pins::markdown(&document),
    })?;
    // Of a list a program accepts any.
    let serves = sought.iter().all(|list| list.iter().any(|found| found.verdict == PinVerdict::Matches));
    Ok(if serves || options.common.fail_on.is_none() { Exit::Clean } else { Exit::Found })
}
