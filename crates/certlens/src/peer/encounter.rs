//! What a stack has before it when it judges: its own files, and what the peer shows.

use core::fmt;
use core::mem::discriminant;
use std::rc::Rc;

use borsh::{BorshDeserialize, BorshSerialize};
use zeroize::Zeroizing;

use crate::crypto::{key_match, private_key};
use crate::identity::ReferenceIdentifier;
use crate::peer::Conversation;
use crate::peer::files::{Files, scan};
use crate::peer::rules::{Ask, Rules};
use crate::peer::shelf::{Parsed, Shelf};
use crate::purpose::Purpose;
use crate::source::{Artifact, Label};
use crate::time::Timestamp;
use crate::word::words;
use crate::x509::certificate::{self, Certificate};
use crate::x509::form::{self, Form};
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

/// An end of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Role {
    /// It judges the server's certificate, for the name that is dialled.
    Client,
    /// It asks for a client certificate and judges it.
    Server,
}

words!(Role { Client = "client", Server = "server" });

impl Role {
    /// The end at the other side.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }

    /// What its certificate is used for.
    #[must_use]
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Client => Purpose::ClientAuthentication,
            Self::Server => Purpose::ServerAuthentication,
        }
    }

    /// The key purpose of its certificate, as the content octets of the OID.
    pub(crate) const fn key_purpose(self) -> &'static [u8] {
        match self {
            Self::Client => oids::CLIENT_AUTH,
            Self::Server => oids::SERVER_AUTH,
        }
    }
}

/// A version of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsVersion {
    /// TLS 1.2 (RFC 5246), with ECDHE suites.
    V12,
    /// TLS 1.3 (RFC 8446).
    V13,
}

impl fmt::Display for TlsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V12 => "1.2",
            Self::V13 => "1.3",
        })
    }
}

/// The suites of TLS 1.2 that the server allows, by how it authenticates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Suites {
    /// `ECDHE-RSA-…`
    pub ecdhe_rsa: bool,
    /// `ECDHE-ECDSA-…`, which Ed25519 certificates use too (RFC 8422 §5.10).
    pub ecdhe_ecdsa: bool,
}

/// A name that is not that of suites which are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSuites(String);

impl fmt::Display for UnknownSuites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there are no suites `{}`; there are ecdhe-rsa and ecdhe-ecdsa", self.0)
    }
}

impl core::error::Error for UnknownSuites {}

impl Suites {
    /// Those named, each `ecdhe-rsa` or `ecdhe-ecdsa`.
    ///
    /// # Errors
    /// If a name is neither.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, UnknownSuites> {
        let mut suites = Self { ecdhe_rsa: false, ecdhe_ecdsa: false };
        for name in names {
            match name.trim() {
                "ecdhe-rsa" => suites.ecdhe_rsa = true,
                "ecdhe-ecdsa" => suites.ecdhe_ecdsa = true,
                other => return Err(UnknownSuites(other.to_owned())),
            }
        }
        Ok(suites)
    }

    /// Whether a server with this key has one of them.
    #[must_use]
    pub const fn fit(self, key: &PublicKey) -> bool {
        match key.kind {
            KeyKind::Rsa(_) | KeyKind::RsaPss(_) => self.ecdhe_rsa,
            _ => self.ecdhe_ecdsa,
        }
    }
}

impl Default for Suites {
    fn default() -> Self {
        Self { ecdhe_rsa: true, ecdhe_ecdsa: true }
    }
}

/// What a stack loads from before any connection.
pub(crate) struct Own<'a> {
    pub(crate) role: Role,
    pub(crate) version: TlsVersion,
    pub(crate) files: &'a Files,
    pub(crate) shelf: &'a Shelf,
    pub(crate) rules: &'a Rules,
    pub(crate) conversation: &'a Conversation,
}

/// What it has after loading.
#[derive(Default)]
pub(crate) struct Loaded {
    /// What it sends, end entity first.
    pub(crate) chain: Vec<Rc<Parsed>>,
    /// What it trusts, in the order of the file, as far as the stack read it.
    pub(crate) anchors: Vec<Rc<Parsed>>,
}

/// What the peer shows: the certificates of its file in their order, read as leniently as can be, since the peer's own
/// loader is not in question here.
pub(crate) struct Presented {
    /// The encodings, each with what may follow it.
    pub(crate) chain: Vec<Vec<u8>>,
    /// The public key that belongs to the peer's private key; `None` where there is no key, or its public key is not known.
    pub(crate) key: Option<PublicKey>,
}

impl Presented {
    pub(super) fn of(files: &Files) -> Self {
        let artifacts =
            |file: &Option<Zeroizing<Vec<u8>>>| scan(file.as_deref().map_or(&[], Vec::as_slice)).artifacts;
        let certificates = artifacts(&files.certificate);
        let is_certificate = |artifact: &Artifact| form::of(&artifact.bytes) == Some(Form::Certificate);
        let is_labelled =
            |artifact: &Artifact| matches!(artifact.label, Some(Label::Certificate | Label::X509Certificate));
        // A block that is no certificate is not sent beside others that are; alone it is all there is.
        let has_any = certificates.iter().any(is_certificate);
        let chain = certificates
            .iter()
            .filter(|artifact| if has_any { is_certificate(artifact) } else { is_labelled(artifact) })
            .map(|artifact| artifact.bytes.to_vec());
        // What stands after the first one and is no whole certificate, no loader would send.
        let chain = chain.enumerate().filter(|(at, der)| *at == 0 || is_whole(der));
        let chain: Vec<Vec<u8>> = chain.map(|(_, der)| der).collect();
        Self { key: key(&artifacts(&files.key), chain.first()), chain }
    }

    /// Whether the private key is that of `certificate`; `None` where that cannot be told.
    pub(crate) fn has_key_of(&self, certificate: &Certificate) -> Option<bool> {
        Some(self.possession(certificate)? == Possession::Own)
    }

    /// How the private key stands to the one that `certificate` shows; `None` where that cannot be told.
    pub(crate) fn possession(&self, certificate: &Certificate) -> Option<Possession> {
        Some(Possession::of(self.key.as_ref()?, certificate.public_key.as_ref()?))
    }

    /// Whether the private key is longer than the one that `certificate` shows, and so are its signatures.
    pub(crate) fn signs_longer_than(&self, certificate: &Certificate) -> bool {
        let octets = |key: &Option<PublicKey>| key.as_ref().map_or(0, |key| key.key.len());
        octets(&self.key) > octets(&certificate.public_key)
    }
}

/// How a private key stands to the one that a certificate shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Possession {
    /// It is that one.
    Own,
    /// It is another of its kind.
    Another,
    /// It is one on another curve.
    OtherCurve,
    /// It is one for another algorithm.
    OtherAlgorithm,
}

impl Possession {
    pub(crate) fn of(own: &PublicKey, shown: &PublicKey) -> Self {
        match (&own.kind, &shown.kind) {
            _ if key_match::same(own, shown) => Self::Own,
            (KeyKind::Ec(own), KeyKind::Ec(shown)) if own == shown => Self::Another,
            (KeyKind::Ec(_), KeyKind::Ec(_)) => Self::OtherCurve,
            (own, shown) if discriminant(own) == discriminant(shown) => Self::Another,
            _ => Self::OtherAlgorithm,
        }
    }
}

/// The public key of the private one that fits the end entity, or else of the first.
fn key(artifacts: &[Artifact], end_entity: Option<&Vec<u8>>) -> Option<PublicKey> {
    let mut keys = artifacts.iter().filter_map(|artifact| {
        let form = form::of(&artifact.bytes)?;
        let public = private_key::read(&artifact.bytes, Some(form), None, &mut Vec::new()).public_key;
        // Without its curve the key says nothing of what its owner makes of it.
        public.filter(|key| key.kind != KeyKind::Ec(Curve::Missing))
    });
    let shown = end_entity.and_then(|der| certificate::read(der, &mut Vec::new())?.public_key);
    let first = keys.next()?;
    let fits = |key: &PublicKey| shown.as_ref().is_some_and(|shown| key_match::same(key, shown));
    if fits(&first) { Some(first) } else { Some(keys.find(fits).unwrap_or(first)) }
}

/// True if there is a certificate with a key and a signature.
fn is_whole(der: &[u8]) -> bool {
    certificate::read(der, &mut Vec::new()).is_some_and(|certificate| {
        certificate.public_key.is_some() && !certificate.signature_octets().is_empty()
    })
}

/// What a stack judges: what the peer shows, against what it has loaded.
pub(crate) struct Encounter<'a> {
    /// The end that the stack is; it judges the other one.
    pub(crate) role: Role,
    pub(crate) version: TlsVersion,
    pub(crate) rules: &'a Rules,
    pub(crate) shelf: &'a Shelf,
    pub(crate) files: &'a Files,
    pub(crate) loaded: &'a Loaded,
    pub(crate) peer: &'a Presented,
    /// The name that is dialled, as it is configured.
    pub(crate) name: &'a str,
    /// The same as RFC 9525 has it: lower case, A-labels, no trailing dot; `None` where it is no name.
    pub(crate) reference: Option<ReferenceIdentifier>,
    pub(crate) time: Timestamp,
    pub(crate) suites: Suites,
}

impl Encounter<'_> {
    /// What the stack asks of the keyUsage of the end `holder` in this handshake.
    pub(crate) const fn usage_asked(&self, holder: Role) -> Ask {
        self.rules.key_usage(holder).of(self.version)
    }
}
