//! Role by role and key exchange by key exchange, what a certificate's key may be used for.

use core::fmt::{self, Write as _};

use crate::inspect::Inspection;
use crate::prose::list;
use crate::report::markdown::cell;
use crate::usages::{BitState, PurposeState, RoleUsages, Usages};

/// Below an object of the text report.
pub(super) fn text(out: &mut String, usages: &Usages) -> fmt::Result {
    for own in &usages.roles {
        writeln!(out, "   as a {}: {}", own.role.name(), own.purpose.message)?;
        own.purpose.issuers.iter().try_for_each(|issuer| writeln!(out, "      {}", issuer.message))?;
        if !is_excluded(own) {
            for exchange in &own.exchanges {
                writeln!(
                    out,
                    "      {:21}  needs {}: {}",
                    exchange.label, exchange.needed, exchange.message
                )?;
            }
        }
    }
    usages.notes.iter().try_for_each(|note| writeln!(out, "   {note}"))
}

/// True where it does not matter what keyUsage says.
fn is_excluded(own: &RoleUsages) -> bool {
    own.purpose.state == PurposeState::NotListed
}

/// Most certificates in the table; nobody reads more.
const SHOWN: usize = 50;

/// A table of every certificate that a peer may present.
pub(super) fn markdown(out: &mut String, inspection: &Inspection) -> fmt::Result {
    let ids = inspection.inventory.certificates().map(|(id, _)| id);
    let own = |id| Some((id, inspection.usages(id)?));
    let shown: Vec<_> = ids.filter_map(own).take(SHOWN).collect();
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Usages\n\n| # | as a | extKeyUsage | keyUsage |\n|--:|---|---|---|")?;
    for (id, usages) in &shown {
        for own in &usages.roles {
            let cells: Vec<String> = match is_excluded(own) {
                true => vec!["does not matter".to_owned()],
                false => own.exchanges.iter().map(exchange).collect(),
            };
            let purposes = core::iter::once(&own.purpose.message);
            let purposes: Vec<String> = purposes
                .chain(own.purpose.issuers.iter().map(|issuer| &issuer.message))
                .map(|message| cell(message))
                .collect();
            let role = own.role.name();
            writeln!(out, "| {} | {role} | {} | {} |", id.0, purposes.join(" "), cells.join("<br>"))?;
        }
    }
    writeln!(out)?;
    for (id, usages) in &shown {
        usages.notes.iter().try_for_each(|note| writeln!(out, "- #{}: {}", id.0, cell(note)))?;
    }
    Ok(())
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
