//! The inspection as text for a terminal.

use core::fmt::{self, Write as _};
use std::collections::HashMap;

use crate::describe::{self, Node};
use crate::inspect::Inspection;
use crate::inventory::{Object, Proof, Relation};
use crate::report::document::{FindingDocument, InspectionDocument};
use crate::report::plain::line;
use crate::report::{errors, fixes, ladder, usages};
use crate::span::ObjectId;

/// The whole report, with or without the fields of each object, which are nearly nothing but names.
pub(super) fn text(inspection: &Inspection, document: &InspectionDocument, has_fields: bool) -> String {
    let mut report = String::new();
    // Writing to a String cannot fail.
    let _infallible = write(&mut report, inspection, document, has_fields);
    report
}

fn write(
    out: &mut String,
    inspection: &Inspection,
    document: &InspectionDocument,
    has_fields: bool,
) -> fmt::Result {
    let count = document.objects.len();
    let things = if count == 1 { "1 object" } else { &format!("{count} objects") };
    let more = match document.configuration.len() {
        0 => String::new(),
        1 => " and 1 piece of configuration".to_owned(),
        count => format!(" and {count} pieces of configuration"),
    };
    writeln!(out, "{things}{more} found, judged at {}", document.at)?;
    errors::text(out, &document.errors)?;
    write_findings(out, document)?;
    write_configuration(out, document)?;
    ladder::write(out, inspection)?;
    let relations = by_object(&inspection.inventory.relations);
    for (object, own) in inspection.inventory.objects.iter().zip(&document.objects) {
        writeln!(out)?;
        let node = describe::describe(object);
        write_object(out, object, &node, relations.get(&object.id).map_or(&[][..], Vec::as_slice))?;
        if has_fields {
            write_tree(out, &node)?;
        }
        if let Some(usages) = &own.usages {
            usages::text(out, usages)?;
        }
    }
    fixes::text(out, &document.fixes)
}

/// Code, commands and manifests about certificates, a line each.
fn write_configuration(out: &mut String, document: &InspectionDocument) -> fmt::Result {
    if document.configuration.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nConfiguration")?;
    for found in &document.configuration {
        let source = document.sources.get(found.span.source).map(String::as_str).unwrap_or_default();
        writeln!(out, "   {} › {}", line(source), line(&found.title))?;
        for fact in &found.facts {
            let value: Vec<&str> = fact.value.split_whitespace().collect();
            writeln!(out, "      {}  {}", fact.name, line(&value.join(" ")))?;
        }
    }
    Ok(())
}

/// What there is to say of each object's relations.
fn by_object(relations: &[Relation]) -> HashMap<ObjectId, Vec<&Relation>> {
    let mut by_object: HashMap<ObjectId, Vec<&Relation>> = HashMap::new();
    for relation in relations {
        let concerned = match relation {
            Relation::Issued { subject, .. } => [Some(*subject), None],
            Relation::KeyOf { key, holder } => [Some(*key), Some(*holder)],
            Relation::SameKey(_, second) => [Some(*second), None],
            Relation::SameSecret(..) => [None, None],
        };
        for object in concerned.into_iter().flatten() {
            by_object.entry(object).or_default().push(relation);
        }
    }
    by_object
}

fn write_object(out: &mut String, object: &Object, tree: &Node, relations: &[&Relation]) -> fmt::Result {
    writeln!(out, "#{} {}: {}", object.id.0, line(&tree.label), line(&tree.value))?;
    for origin in &object.origins {
        writeln!(out, "   found at {}", line(&origin.place.to_string()))?;
    }
    relations.iter().try_for_each(|relation| write_relation(out, object, relation))
}

fn write_tree(out: &mut String, tree: &Node) -> fmt::Result {
    let width = tree.children.iter().map(|node| node.label.chars().count()).max().unwrap_or_default();
    tree.children.iter().try_for_each(|node| write_node(out, node, 1, width))
}

fn write_relation(out: &mut String, object: &Object, relation: &Relation) -> fmt::Result {
    let own = object.id;
    match relation {
        Relation::KeyOf { key, holder } if *holder == own => {
            writeln!(out, "   its private key is #{}", key.0)
        }
        Relation::KeyOf { key, holder } if *key == own => {
            writeln!(out, "   is the private key of #{}", holder.0)
        }
        Relation::Issued { issuer, subject, proof } if *subject == own => match (*issuer == own, proof) {
            (true, Proof::Signature) => writeln!(out, "   is self-signed"),
            (true, _) => writeln!(out, "   is self-issued"),
            (false, Proof::Signature) => writeln!(out, "   was signed with the key of #{}", issuer.0),
            (false, _) => {
                writeln!(out, "   names #{} as its issuer; its signature was not verified", issuer.0)
            }
        },
        Relation::SameKey(first, second) if *second == own => {
            writeln!(out, "   has the same key as #{}", first.0)
        }
        _ => Ok(()),
    }
}

/// Longer values go on lines of their own.
const LINE: usize = 100;

fn write_node(out: &mut String, node: &Node, depth: usize, width: usize) -> fmt::Result {
    let indent = "   ".repeat(depth);
    let value = line(&node.value);
    write!(out, "{indent}{:width$}", line(&node.label))?;
    if value.chars().count() > LINE {
        let characters: Vec<char> = value.chars().collect();
        for line in characters.chunks(LINE - 4 * depth) {
            write!(out, "\n{indent}   {}", line.iter().collect::<String>())?;
        }
        writeln!(out)?;
    } else if value.is_empty() {
        writeln!(out)?;
    } else if let [only] = node.children.as_slice()
        && only.children.is_empty()
        && only.value.chars().count() < LINE
    {
        writeln!(out, "  {value}  [{}: {}]", line(&only.label), line(&only.value))?;
        return write_note(out, node, &indent, width);
    } else {
        writeln!(out, "  {value}")?;
    }
    write_note(out, node, &indent, width)?;
    let inner = node.children.iter().map(|child| child.label.chars().count()).max().unwrap_or_default();
    node.children.iter().try_for_each(|child| write_node(out, child, depth + 1, inner))
}

fn write_note(out: &mut String, node: &Node, indent: &str, width: usize) -> fmt::Result {
    if node.note.is_empty() { Ok(()) } else { writeln!(out, "{indent}{:width$}  ({})", "", line(&node.note)) }
}

fn write_findings(out: &mut String, document: &InspectionDocument) -> fmt::Result {
    let shown: Vec<&FindingDocument> = document.shown_findings().collect();
    writeln!(out)?;
    match shown.len() {
        0 => return writeln!(out, "No findings."),
        1 => writeln!(out, "1 finding")?,
        count => writeln!(out, "{count} findings")?,
    }
    for finding in shown {
        writeln!(out, "\n{} {}: {}", finding.weight(), finding.code, line(&finding.message))?;
        if let Some(command) = &finding.check {
            writeln!(out, "   check: {}", line(command))?;
        }
    }
    Ok(())
}
