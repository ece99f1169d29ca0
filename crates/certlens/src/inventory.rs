//! Everything that was found, each thing once, and how the things belong together.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::crypto::digest;
use crate::defect::Defect;
use crate::source::{Label, Place, SourceMap};
use crate::span::{ByteRange, ObjectId, Span};
use crate::word::words;
use crate::x509::certificate::Certificate;
use crate::x509::certificate_list::CertificateList;
use crate::x509::form::Form;
use crate::x509::ocsp::OcspResponse;
use crate::x509::private_key::PrivateKeyFacts;
use crate::x509::public_key::PublicKey;
use crate::x509::request::CertificationRequest;

mod build;
mod encodings;
mod relation;

pub(crate) use build::build;
pub use encodings::Encoding;

/// The objects found, in the order in which they first appear, and their relations.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// The objects; an [`ObjectId`] is an index here.
    pub objects: Vec<Object>,
    /// How they belong together.
    pub relations: Vec<Relation>,
}

/// One thing, wherever and however often it was pasted.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its number.
    pub id: ObjectId,
    /// Where it was found; never empty. Copies come last.
    pub origins: Vec<Origin>,
    /// What it is.
    pub content: Content,
    /// What is odd about its encoding.
    pub defects: Vec<Defect>,
}

/// One place where an object was found.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The way to it.
    pub place: Place,
    /// Its characters in the paste, BEGIN and END lines included.
    pub span: Span,
    /// From its bytes to the characters that encode them.
    pub(crate) map: SourceMap,
}

impl Origin {
    /// The characters of the paste that encode `bytes` of the object.
    #[must_use]
    pub fn text(&self, bytes: ByteRange) -> Span {
        self.map.span(bytes)
    }

    /// The bytes, of an object that has `length`, that the characters `text` encode; of a caret those of the character after it.
    /// Empty where none of them encodes any.
    #[must_use]
    pub fn bytes(&self, text: Span, length: usize) -> ByteRange {
        let first = partition(length, |byte| self.text(ByteRange::new(byte, byte + 1)).end <= text.start);
        let end = text.end.max(text.start + 1);
        let last = partition(length, |byte| self.text(ByteRange::new(byte, byte + 1)).start < end);
        ByteRange::new(first, last.max(first))
    }
}

/// The first number below `end` that is not `before`, where all that are come first.
fn partition(end: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// What an object is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A certificate
    Certificate(Box<Certificate>),
    /// A certificate revocation list
    CertificateList(Box<CertificateList>),
    /// A certification request
    Request(Box<CertificationRequest>),
    /// A public key by itself
    PublicKey(Box<PublicKey>),
    /// An OCSP response
    OcspResponse(Box<OcspResponse>),
    /// A private key: what it is, never the key itself
    PrivateKey(Box<PrivateKeyFacts>),
    /// Something known by its form and not read further
    Recognised(Recognised),
    /// Something that is none of these
    Unreadable(Unreadable),
}

/// Something known by its form and not read further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// What it is.
    pub kind: RecognisedKind,
    /// Its length in bytes.
    pub length: usize,
}

/// What is known by its form and not read further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecognisedKind {
    /// A DER structure.
    Der(Form),
    /// A Java key store: JKS.
    Jks,
    /// A Java key store: JCEKS.
    Jceks,
}

/// Something that cannot be read as what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What its BEGIN line says it is.
    pub label: Option<Label>,
    /// Its length in bytes.
    pub length: usize,
}

impl Object {
    /// What it is, and its own name where it has one.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.content {
            Content::Certificate(certificate) => format!("certificate `{}`", certificate.label()),
            Content::CertificateList(list) => format!("revocation list of `{}`", list.issuer),
            Content::Request(request) => format!("certification request `{}`", request.subject),
            Content::PublicKey(key) => format!("public key, {}", key.describe()),
            Content::OcspResponse(_) => "OCSP response".to_owned(),
            Content::PrivateKey(facts) => facts.title(),
            Content::Recognised(found) => found.kind.name(),
            Content::Unreadable(found) => match &found.label {
                Some(label) => format!("unreadable block labelled `{label}`"),
                None => "unreadable data".to_owned(),
            },
        }
    }

    /// SHA-256 of its encoding; none of a private key or of what is not read.
    #[must_use]
    pub fn sha256(&self) -> Option<[u8; 32]> {
        self.content.der().map(digest::sha256)
    }

    /// True if it was found nowhere but in copies: shown, and neither trusted nor judged.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        self.origins.first().is_some_and(|origin| origin.place.is_copy)
    }

    /// Where it was found and counts: not in a copy, nor in a value that another one stands for.
    pub(crate) fn own_origins(&self) -> impl Iterator<Item = &Origin> {
        self.origins.iter().filter(|origin| !origin.place.is_copy && !origin.place.is_overridden)
    }

    /// How sentences name it: its title, and where it was found first.
    #[must_use]
    pub fn name(&self) -> String {
        let place = self.origins.first().map(|origin| origin.place.to_string()).unwrap_or_default();
        format!("{} in {place}", self.title())
    }
}

impl RecognisedKind {
    /// Whether it is only the parameters of some key.
    #[must_use]
    pub const fn is_parameters(self) -> bool {
        matches!(self, Self::Der(Form::EcParameters | Form::DhParameters))
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Der(form) => form.to_string(),
            Self::Jks => "Java key store (JKS)".to_owned(),
            Self::Jceks => "Java key store (JCEKS)".to_owned(),
        }
    }
}

/// What an object is, without what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum ObjectKind {
    /// A certificate
    Certificate,
    /// A private key
    PrivateKey,
    /// A public key
    PublicKey,
    /// A certification request
    CertificationRequest,
    /// A revocation list
    CertificateRevocationList,
    /// An OCSP response
    OcspResponse,
    /// Something known by its form and not opened
    Container,
    /// Something that is none of these
    Unreadable,
}

words!(ObjectKind { Certificate = "certificate", PrivateKey = "private-key", PublicKey = "public-key", CertificationRequest = "certification-request", CertificateRevocationList = "certificate-revocation-list", OcspResponse = "ocsp-response", Container = "container", Unreadable = "unreadable" });

impl Content {
    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> ObjectKind {
        match self {
            Self::Certificate(_) => ObjectKind::Certificate,
            Self::CertificateList(_) => ObjectKind::CertificateRevocationList,
            Self::Request(_) => ObjectKind::CertificationRequest,
            Self::PublicKey(_) => ObjectKind::PublicKey,
            Self::OcspResponse(_) => ObjectKind::OcspResponse,
            Self::PrivateKey(_) => ObjectKind::PrivateKey,
            Self::Recognised(_) => ObjectKind::Container,
            Self::Unreadable(_) => ObjectKind::Unreadable,
        }
    }

    /// The public key of a certificate, a request, a public key or a private key.
    #[must_use]
    pub fn public_key(&self) -> Option<&PublicKey> {
        match self {
            Self::Certificate(certificate) => certificate.public_key.as_ref(),
            Self::Request(request) => request.public_key.as_ref(),
            Self::PublicKey(key) => Some(key),
            Self::PrivateKey(facts) => facts.public_key.as_ref(),
            Self::CertificateList(_) | Self::OcspResponse(_) | Self::Recognised(_) | Self::Unreadable(_) => {
                None
            }
        }
    }

    /// Its encoding; none of a private key or of what is not read.
    #[must_use]
    pub fn der(&self) -> Option<&[u8]> {
        match self {
            Self::Certificate(certificate) => Some(&certificate.der),
            Self::CertificateList(list) => Some(&list.der),
            Self::Request(request) => Some(&request.der),
            Self::PublicKey(key) => Some(&key.der),
            Self::OcspResponse(response) => Some(&response.der),
            Self::PrivateKey(_) | Self::Recognised(_) | Self::Unreadable(_) => None,
        }
    }
}

/// How two objects belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// One certificate was issued by the holder of another.
    Issued {
        /// The issuer's certificate.
        issuer: ObjectId,
        /// The certificate issued.
        subject: ObjectId,
        /// How sure that is.
        proof: Proof,
    },
    /// A private key belongs to the public key of a certificate, a request or a public key.
    KeyOf {
        /// The private key.
        key: ObjectId,
        /// What holds the public key.
        holder: ObjectId,
    },
    /// Two objects have the same public key.
    SameKey(ObjectId, ObjectId),
    /// Two objects come from the same Secret.
    SameSecret(ObjectId, ObjectId),
}

/// How sure it is that a certificate was issued by the holder of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Proof {
    /// The signature verifies.
    Signature,
    /// The names and the key identifiers agree.
    NameAndKeyIdentifier,
    /// The names agree.
    NameOnly,
}

words!(Proof { Signature = "signature", NameAndKeyIdentifier = "name-and-key-identifier", NameOnly = "name" });

impl Inventory {
    /// The object with this number.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.get(id.0)
    }

    /// The certificate with this number.
    #[must_use]
    pub fn certificate(&self, id: ObjectId) -> Option<&Certificate> {
        match &self.object(id)?.content {
            Content::Certificate(certificate) => Some(certificate),
            _ => None,
        }
    }

    /// All certificates but those that are found in copies alone.
    pub fn originals(&self) -> impl Iterator<Item = (ObjectId, &Certificate)> {
        self.certificates().filter(|(id, _)| self.object(*id).is_some_and(|object| !object.is_copy()))
    }

    /// All certificates and their numbers.
    pub fn certificates(&self) -> impl Iterator<Item = (ObjectId, &Certificate)> {
        self.objects.iter().filter_map(|object| match &object.content {
            Content::Certificate(certificate) => Some((object.id, certificate.as_ref())),
            _ => None,
        })
    }
}
