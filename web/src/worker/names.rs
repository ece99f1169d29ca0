//! Which certificate answers to which name.

use certlens::names::{Dialled, grid};
use certlens::{Inspection, report};

use crate::message::Named;

/// Most certificates that a table on a page has room for.
const MOST: usize = 6;

/// The grid of what was found, the names in `asked` first.
pub(super) fn named(inspection: &Inspection, asked: &str) -> Named {
    let parsed = dialled(asked);
    let problem = parsed.as_ref().err().cloned();
    let mut grid = grid(&inspection.inventory, &inspection.manifests, &parsed.unwrap_or_default());
    let more = grid.certificates.len().saturating_sub(MOST);
    grid.certificates.truncate(MOST);
    for row in &mut grid.rows {
        row.cells.truncate(MOST);
    }
    Named { document: report::names::document(inspection, &grid), more, problem }
}

/// Names, addresses and URIs; a Service is told from them by the slash after its namespace.
fn dialled(asked: &str) -> Result<Dialled, String> {
    let mut dialled = Dialled::default();
    for word in asked.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        if word.contains('/') && !word.contains("://") {
            dialled.services.push(word.parse().map_err(|problem| format!("{problem}"))?);
        } else {
            dialled.names.push(word.parse().map_err(|problem| format!("{problem}"))?);
        }
    }
    Ok(dialled)
}
