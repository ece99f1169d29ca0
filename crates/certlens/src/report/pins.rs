//! The pins of everything found, and what pasted pins are of.

use core::fmt::{self, Write as _};
use std::collections::HashSet;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::crypto::key_match;
use crate::inspect::Inspection;
use crate::inventory::{Content, Object};
use crate::pin::{self, Pin, Pinned, go, lifetime};
use crate::pin_match::{PinMatch, PinVerdict};
use crate::report::markdown::{cell, code, fence, number};
use crate::report::plain::line;

/// Name and version of the document's format. Fields may be added; none is renamed or removed under this name.
pub const SCHEMA: &str = "certlens.pins/1";

/// The pins of an inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct PinsDocument {
    /// [`SCHEMA`]
    pub schema: String,
    /// The certificates, and the keys that belong to none of them.
    pub objects: Vec<PinnedDocument>,
    /// What became of the pins that were asked about.
    pub sought: Vec<SoughtDocument>,
}

/// The pins of one object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct PinnedDocument {
    /// Its number among the objects of the inspection.
    pub object: usize,
    /// What it is, in a few words.
    pub title: String,
    /// Its pins, those of the whole certificate first.
    pub pins: Vec<Pin>,
    /// What the next renewal does to each kind of pin.
    pub lifetimes: Vec<LifetimeDocument>,
    /// A Go client that pins its key; only of certificates that are not a CA's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub go: Option<String>,
}

/// What the next renewal does to pins of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct LifetimeDocument {
    /// The kind.
    pub of: Pinned,
    /// A sentence or two.
    pub message: String,
}

/// What became of a pin that was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct SoughtDocument {
    /// The pin as it was given.
    pub pin: String,
    /// `matches`, `mistaken` or `unmatched`.
    pub verdict: PinVerdict,
    /// The objects it has to do with.
    pub objects: Vec<usize>,
    /// What was found and what to do.
    pub messages: Vec<String>,
}

/// The document of an inspection's pins and of the pins asked about.
#[must_use]
pub fn document(inspection: &Inspection, sought: &[PinMatch]) -> PinsDocument {
    let objects = &inspection.inventory.objects;
    let certified = inspection.inventory.certificates().filter_map(|(_, c)| c.public_key.as_ref());
    let mut known: HashSet<Vec<u8>> = certified.map(key_match::identity).collect();
    let pinned = objects.iter().filter_map(|object| pinned(object, &mut known)).collect();
    PinsDocument {
        schema: SCHEMA.to_owned(),
        objects: pinned,
        sought: sought.iter().map(self::sought).collect(),
    }
}

/// A key is listed once, and only where no certificate has it.
fn pinned(object: &Object, known: &mut HashSet<Vec<u8>>) -> Option<PinnedDocument> {
    let (pins, lifetimes, go) = match &object.content {
        Content::Certificate(certificate) => {
            let kinds = [Pinned::Certificate, Pinned::PublicKey];
            let lifetime = |of| LifetimeDocument { of, message: lifetime::sentence(certificate, of) };
            let go = if certificate.is_ca() { None } else { go::client(certificate) };
            (pin::of_certificate(certificate), kinds.map(lifetime).to_vec(), go)
        }
        content => {
            let key = content.public_key().filter(|key| known.insert(key_match::identity(key)))?;
            (pin::of_key(key), Vec::new(), None)
        }
    };
    Some(PinnedDocument { object: object.id.0, title: object.title(), pins, lifetimes, go })
}

pub(super) fn sought(found: &PinMatch) -> SoughtDocument {
    let mut objects: Vec<usize> = found.matches.iter().filter_map(|m| Some(m.object?.0)).collect();
    objects.dedup();
    SoughtDocument {
        pin: found.sought.text.clone(),
        verdict: found.verdict,
        objects,
        messages: found.sentences.clone(),
    }
}

/// The pins as text for a terminal.
#[must_use]
pub fn text(document: &PinsDocument) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = write_text(&mut out, document);
    out
}

fn write_text(out: &mut String, document: &PinsDocument) -> fmt::Result {
    for sought in &document.sought {
        writeln!(out, "{}: {}", sought.verdict.name(), line(&sought.pin))?;
        sought.messages.iter().try_for_each(|message| writeln!(out, "   {}", line(message)))?;
        writeln!(out)?;
    }
    for object in &document.objects {
        writeln!(out, "#{} {}", object.object, line(&object.title))?;
        let width = object.pins.iter().map(|pin| pin.label.chars().count()).max().unwrap_or_default();
        for pin in &object.pins {
            writeln!(out, "   {:width$}  {}", pin.label, pin.value)?;
            if pin.snippet != pin.value {
                pin.snippet.lines().try_for_each(|own| writeln!(out, "   {:width$}    {}", "", line(own)))?;
            }
        }
        object.lifetimes.iter().try_for_each(|lifetime| writeln!(out, "   {}", line(&lifetime.message)))?;
        if let Some(go) = &object.go {
            writeln!(out, "\n   A client in Go that pins the key:\n")?;
            go.lines().try_for_each(|own| writeln!(out, "      {}", line(own)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The pins as Markdown, for the comments of a review.
#[must_use]
pub fn markdown(document: &PinsDocument) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = write_markdown(&mut out, document);
    out
}

fn write_markdown(out: &mut String, document: &PinsDocument) -> fmt::Result {
    for sought in &document.sought {
        writeln!(
            out,
            "- **{}** {}: {}",
            sought.verdict.name(),
            cell(&sought.pin),
            cell(&sought.messages.join(" "))
        )?;
    }
    for object in &document.objects {
        writeln!(
            out,
            "\n### {} {}\n\n| form | pin | in use |\n|---|---|---|",
            number(object.object),
            cell(&object.title)
        )?;
        for pin in &object.pins {
            let lines: Vec<String> = pin.snippet.lines().map(|own| code(own.trim_start())).collect();
            writeln!(out, "| {} | {} | {} |", cell(&pin.label), code(&pin.value), lines.join("<br>"))?;
        }
        writeln!(out)?;
        object.lifetimes.iter().try_for_each(|lifetime| writeln!(out, "- {}", cell(&lifetime.message)))?;
        if let Some(go) = &object.go {
            write!(out, "\nA client in Go that pins the key:\n\n{}", fence("go", go))?;
        }
    }
    Ok(())
}
