//! The names dialled and the certificates that answer to them, as a document.

use core::fmt::{self, Write as _};

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::identity::ReferenceIdentifier;
use crate::inspect::Inspection;
use crate::inventory::Object;
use crate::names::client::{ClientView, view};
use crate::names::{Grid, Reason, Row};
use crate::peer::{self, Stack, stacks};
use crate::prose::list;
use crate::report::markdown::{cell, code, number};
use crate::report::plain::line;
use crate::span::ObjectId;

/// Name and version of the document's format. Fields may be added; none is renamed or removed under this name.
pub const SCHEMA: &str = "certlens.names/1";

/// Names, certificates, and who the certificates are as clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct NamesDocument {
    /// [`SCHEMA`]
    pub schema: String,
    /// The certificates; the cells of every row are in this order.
    pub certificates: Vec<NamedDocument>,
    /// The names, those asked for first.
    pub rows: Vec<RowDocument>,
    /// How many more names there are, beyond what a table can hold.
    pub omitted: usize,
}

/// One certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct NamedDocument {
    /// Its number among the objects of the inspection.
    pub object: usize,
    /// What it is, in a few words.
    pub title: String,
    /// What a server would see of it.
    pub client: ClientView,
}

/// One name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct RowDocument {
    /// The name.
    pub name: String,
    /// `asked`, `service`, `presented` or `local`.
    pub from: String,
    /// What to know of dialling it.
    pub note: String,
    /// One for each certificate.
    pub cells: Vec<CellDocument>,
}

/// Whether one certificate answers to one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct CellDocument {
    /// True if a connection by this name would be made.
    pub is_match: bool,
    /// Why, and which TLS stacks have it otherwise.
    pub why: String,
    /// The ids of the stacks whose clients have it otherwise, by their own comparison of names.
    #[serde(default)]
    pub differing: Vec<String>,
}

/// The document of a grid.
#[must_use]
pub fn document(inspection: &Inspection, grid: &Grid) -> NamesDocument {
    let named = |id: &ObjectId| {
        let certificate = inspection.inventory.certificate(*id)?;
        let title = inspection.inventory.object(*id).map(Object::title).unwrap_or_default();
        Some(NamedDocument { object: id.0, title, client: view(certificate) })
    };
    NamesDocument {
        schema: SCHEMA.to_owned(),
        certificates: grid.certificates.iter().filter_map(named).collect(),
        rows: rows(inspection, grid),
        omitted: grid.omitted,
    }
}

fn rows(inspection: &Inspection, grid: &Grid) -> Vec<RowDocument> {
    let mut rows: Vec<RowDocument> = grid.rows.iter().map(row).collect();
    let dialled: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    for (column, id) in grid.certificates.iter().enumerate() {
        let Some(certificate) = inspection.inventory.certificate(*id) else { continue };
        let takers = peer::takers(certificate, &dialled);
        for ((row, of), takers) in rows.iter_mut().zip(&grid.rows).zip(takers) {
            // No stack dials a URI: who is called so is told by whoever asks for it.
            if let (Some(cell), false) =
                (row.cells.get_mut(column), matches!(of.name, ReferenceIdentifier::Uri(_)))
            {
                differ(cell, &takers);
            }
        }
    }
    rows
}

/// What stacks make of a name is theirs: RFC 9525 says what they should.
fn differ(cell: &mut CellDocument, takers: &[&Stack]) {
    let others: Vec<&Stack> =
        stacks().iter().copied().filter(|stack| takers.contains(stack) != cell.is_match).collect();
    if others.is_empty() {
        return;
    }
    let labels: Vec<String> = others.iter().map(|stack| stack.label()).collect();
    let verb = if cell.is_match { "refused" } else { "taken" };
    let count = stacks().len();
    cell.why =
        format!("{}; {verb} all the same by {} of {count} stacks: {}", cell.why, others.len(), list(&labels));
    cell.differing = others.iter().map(|stack| stack.id.to_owned()).collect();
}

fn row(row: &Row) -> RowDocument {
    let from = match row.from {
        Reason::Asked => "asked",
        Reason::Service => "service",
        Reason::Presented => "presented",
        Reason::Local => "local",
    };
    let cells = row.cells.iter().map(|cell| CellDocument {
        is_match: cell.is_match,
        why: cell.why.clone(),
        differing: Vec::new(),
    });
    RowDocument {
        name: row.name.to_string(),
        from: from.to_owned(),
        note: row.note.clone(),
        cells: cells.collect(),
    }
}

/// The grid as text for a terminal.
#[must_use]
pub fn text(document: &NamesDocument) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = write_text(&mut out, document);
    out
}

fn write_text(out: &mut String, document: &NamesDocument) -> fmt::Result {
    if document.omitted > 0 {
        writeln!(out, "{} more names are left out; ask for them with --name.\n", document.omitted)?;
    }
    let width = document.rows.iter().map(|row| line(&row.name).chars().count()).max().unwrap_or_default();
    for (column, certificate) in document.certificates.iter().enumerate() {
        writeln!(out, "#{} {}", certificate.object, line(&certificate.title))?;
        for row in &document.rows {
            let Some(cell) = row.cells.get(column) else { continue };
            let answer = if cell.is_match { "yes" } else { "no" };
            writeln!(out, "   {:width$}  {answer:3}  {}", line(&row.name), line(&cell.why))?;
        }
        let client = &certificate.client;
        writeln!(out, "   as a client: {}", line(&client.note))?;
        writeln!(out, "     nginx, Envoy    {}", line(&client.rfc2253))?;
        writeln!(out, "     OpenSSL         {}", line(&client.openssl))?;
        writeln!(out, "     nginx, legacy   {}", line(&client.openssl_legacy))?;
        writeln!(out, "     Envoy XFCC      {}", line(&client.forwarded_client_cert))?;
        writeln!(out)?;
    }
    Ok(())
}

/// The grid as Markdown, for the comments of a review.
#[must_use]
pub fn markdown(document: &NamesDocument) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = write_markdown(&mut out, document);
    out
}

fn write_markdown(out: &mut String, document: &NamesDocument) -> fmt::Result {
    let heads: String = document
        .certificates
        .iter()
        .map(|certificate| format!(" {} {} |", number(certificate.object), cell(&certificate.title)))
        .collect();
    writeln!(out, "| name |{heads}\n|---|{}", "---|".repeat(document.certificates.len()))?;
    for row in &document.rows {
        let answer = |own: &CellDocument| {
            format!(" {}: {} |", if own.is_match { "yes" } else { "no" }, cell(&own.why))
        };
        writeln!(out, "| {} |{}", cell(&row.name), row.cells.iter().map(answer).collect::<String>())?;
    }
    writeln!(out)?;
    if document.omitted > 0 {
        writeln!(out, "- {} more names are left out.", document.omitted)?;
    }
    for certificate in &document.certificates {
        let client = &certificate.client;
        let (name, note) = (code(&client.rfc2253), cell(&client.note));
        writeln!(out, "- {} as a client, {name}: {note}", number(certificate.object))?;
    }
    Ok(())
}
