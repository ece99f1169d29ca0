//! Every object as a tree of labelled values, each with the bytes it was read from.

use std::borrow::Cow;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::inventory::{Content, Object, Recognised, RecognisedKind};
use crate::span::ByteRange;
use crate::x509::form::Form;

pub(crate) use extension::{one_name, purpose};

mod certificate;
pub mod configuration;
pub mod encoding;
mod extension;
mod key;
mod list;
mod ocsp;
mod request;

/// One field of an object, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Node {
    /// What the field is called, as the RFCs call it.
    pub label: Cow<'static, str>,
    /// Its value; empty where the children say everything.
    pub value: String,
    /// What it means for whoever relies on it, where that is not plain.
    pub note: Cow<'static, str>,
    /// The bytes it was read from, counted from the first byte of the object.
    pub at: Option<ByteRange>,
    /// Its parts.
    pub children: Vec<Self>,
}

impl Node {
    fn new(label: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), note: "".into(), at: None, children: Vec::new() }
    }

    fn at(mut self, range: ByteRange) -> Self {
        self.at = Some(range);
        self
    }

    fn note(mut self, note: impl Into<Cow<'static, str>>) -> Self {
        self.note = note.into();
        self
    }

    fn without_places(mut self) -> Self {
        self.at = None;
        self.children = self.children.into_iter().map(Self::without_places).collect();
        self
    }

    fn with(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }
}

/// The tree of one object.
#[must_use]
pub fn describe(object: &Object) -> Node {
    match &object.content {
        Content::Certificate(certificate) => certificate::describe(certificate),
        Content::CertificateList(list) => list::describe(list),
        Content::Request(request) => request::describe(request),
        Content::PublicKey(key) => key::public(key),
        Content::OcspResponse(response) => ocsp::describe(response),
        Content::PrivateKey(facts) => key::private(facts),
        Content::Recognised(found) => recognised(found),
        Content::Unreadable(found) => {
            let label = found.label.as_ref().map_or_else(|| "unknown data".to_owned(), ToString::to_string);
            Node::new("Unreadable", label).with([Node::new("Length", format!("{} bytes", found.length))])
        }
    }
}

fn recognised(found: &Recognised) -> Node {
    let node = Node::new("Recognised", found.kind.name());
    let node = match found.kind {
        RecognisedKind::Jks | RecognisedKind::Jceks | RecognisedKind::Der(Form::Pkcs12) => node.note(
            "Protected by a password and not read. List its certificates with `openssl pkcs12 -in FILE -nokeys` or \
             `keytool -list -rfc -keystore FILE`, and paste those.",
        ),
        RecognisedKind::Der(Form::SignedData) => node.note("Its certificates are listed one by one."),
        RecognisedKind::Der(_) => node,
    };
    node.with([Node::new("Length", format!("{} bytes", found.length))])
}
