//! Everything that was found, each thing once, and how the things belong together.

use crate::defect::Defect;
use crate::span::{ObjectId, Span};
use crate::x509::certificate::Certificate;
use crate::x509::certificate_list::CertificateList;
use crate::x509::ocsp::OcspResponse;
use crate::x509::public_key::PublicKey;
use crate::x509::request::CertificationRequest;

/// The objects found, in the order in which they first appear, and their relations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inventory {
    /// The objects; an [`ObjectId`] is an index here.
    pub objects: Vec<Object>,
    /// How they belong together.
    pub relations: Vec<Relation>,
}

/// One thing, wherever and however often it was pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its number.
    pub id: ObjectId,
    /// Where it was found; never empty.
    pub origins: Vec<Origin>,
    /// What it is.
    pub content: Content,
    /// What is odd about its encoding.
    pub defects: Vec<Defect>,
}

/// One place where an object was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its characters in the paste.
    pub span: Span,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Proof {
    /// The signature verifies.
    Signature,
    /// The names and the key identifiers agree.
    NameAndKeyIdentifier,
    /// The names agree.
    NameOnly,
}

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

    /// All certificates and their numbers.
    pub fn certificates(&self) -> impl Iterator<Item = (ObjectId, &Certificate)> {
        self.objects.iter().filter_map(|object| match &object.content {
            Content::Certificate(certificate) => Some((object.id, certificate.as_ref())),
            _ => None,
        })
    }
}
