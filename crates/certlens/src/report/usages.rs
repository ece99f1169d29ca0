//! Role by role and key exchange by key exchange, what a certificate's key may be used for.

use core::fmt::{self, Write as _};

use crate::prose::list;
use crate::report::document::ObjectDocument;
use crate::report::markdown::{cell, number, write_rest};
use crate::report::plain::line;
use crate::usages::{BitState, PurposeState, RoleUsages, Usages};

/// Below an object of the text report.
pub(super) fn text(out: &mut String, usages: &Usages) -> fmt::Result {
    for own in &usages.roles {
        writeln!(out, "   as a {}: {}", own.role.name(), line(&own.purpose.message))?;
        own.purpose.issuers.iter().try_for_each(|issuer| writeln!(out, "      {}", line(&issuer.message)))?;
        if !is_excluded(own) {
            for exchange in &own.exchanges {
                writeln!(
                    out,
                    "      {:21}  needs {}: {}",
                    exchange.label,
                    exchange.needed,
                    line(&exchange.message)
                )?;
            }
        }
    }
    usages.notes.iter().try_for_each(|note| writeln!(out, "   {}", line(note)))
}

/// True where it does not matter what keyUsage says.
fn is_excluded(own: &RoleUsages) -> bool {
    own.purpose.state == PurposeState::NotListed
}

/// A table of every certificate that a peer may present, as far as `longest` bytes of report have room for it.
pub(super) fn markdown(out: &mut String, objects: &[ObjectDocument], longest: usize) -> fmt::Result {
    let shown: Vec<(usize, &Usages)> =
        objects.iter().filter_map(|object| Some((object.id, object.usages.as_ref()?))).collect();
    if shown.is_empty() {
        return Ok(());
    }
    let mut rows = String::new();
    let mut notes = String::new();
    let mut written = 0;
    for (id, usages) in &shown {
        let own: String = usages.roles.iter().map(|own| row(*id, own)).collect();
        let own_notes: String =
            usages.notes.iter().map(|note| format!("- {}: {}\n", number(*id), cell(note))).collect();
        if out.len() + rows.len() + notes.len() + own.len() + own_notes.len() > longest {
            break;
        }
        rows.push_str(&own);
        notes.push_str(&own_notes);
        written += 1;
    }
    writeln!(
        out,
        "\n### Usages\n\n| # | as a | extKeyUsage | keyUsage |\n|--:|---|---|---|\n{rows}\n{notes}"
    )?;
    write_rest(out, shown.len() - written, "certificates", "JSON")
}

fn row(id: usize, own: &RoleUsages) -> String {
    let cells: Vec<String> = match is_excluded(own) {
        true => vec!["does not matter".to_owned()],
        false => own.exchanges.iter().map(exchange).collect(),
    };
    let purposes = core::iter::once(&own.purpose.message);
    let purposes: Vec<String> = purposes
        .chain(own.purpose.issuers.iter().map(|issuer| &issuer.message))
        .map(|message| cell(message))
        .collect();
    format!("| {} | {} | {} | {} |\n", number(id), own.role.name(), purposes.join(" "), cells.join("<br>"))
}

fn exchange(own: &crate::usages::ExchangeUsage) -> String {
    let state = match own.state {
        BitState::Present => "there".to_owned(),
        BitState::Unrestricted => "no keyUsage, so allowed".to_owned(),
        BitState::Unreadable => "unreadable".to_owned(),
        BitState::Missing if own.refused_by.is_empty() => "missing".to_owned(),
        BitState::Missing => format!("**missing**, refused by {}", list(&own.refused_by)),
    };
    format!("{}: {} {state}", own.label, own.needed)
}
