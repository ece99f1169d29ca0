//! From artifacts to objects: each thing is read once, however often it was pasted.

use std::collections::HashMap;

use crate::crypto::{digest, private_key};
use crate::defect::{Defect, DefectKind};
use crate::inventory::{
    Content, Inventory, Object, Origin, Recognised, RecognisedKind, Unreadable, relation,
};
use crate::sort;
use crate::source::{Artifact, DekInfo, Label, Place, SourceMap};
use crate::span::{ByteRange, ObjectId, Span};
use crate::x509::form::{self, Form};
use crate::x509::private_key::openssh;
use crate::x509::{certificate, certificate_list, ocsp, public_key, request, signed_data};

/// Reads every artifact and relates what was found.
pub(crate) fn build(artifacts: &[Artifact]) -> Inventory {
    let mut builder = Builder::default();
    for artifact in artifacts {
        builder.add(&Find {
            label: artifact.label.as_ref(),
            encryption: artifact.encryption.as_ref(),
            bytes: &artifact.bytes,
            map: &artifact.map,
            place: &artifact.place,
            span: artifact.span,
        });
    }
    for object in &mut builder.objects {
        sort::by_key(&mut object.origins, |origin| origin.place.is_copy);
    }
    let relations = relation::all(&builder.objects);
    Inventory { objects: builder.objects, relations }
}

/// Something to read, and where it stands.
struct Find<'a> {
    label: Option<&'a Label>,
    encryption: Option<&'a DekInfo>,
    bytes: &'a [u8],
    map: &'a SourceMap,
    place: &'a Place,
    span: Span,
}

#[derive(Default)]
struct Builder {
    objects: Vec<Object>,
    /// SHA-256 of what was read, and the object it became; forgotten when the building ends.
    known: HashMap<[u8; 32], usize>,
}

impl Builder {
    fn add(&mut self, find: &Find<'_>) {
        let origin = Origin { place: find.place.clone(), span: find.span, map: find.map.clone() };
        let digest = digest::sha256(find.bytes);
        if let Some(object) = self.known.get(&digest).and_then(|index| self.objects.get_mut(*index)) {
            object.origins.push(origin);
            return;
        }
        let mut defects = Vec::new();
        let form = form::of(find.bytes).or_else(|| find.label.and_then(labelled));
        let content = read(form, find, &mut defects);
        let id = ObjectId(self.objects.len());
        self.known.insert(digest, id.0);
        self.objects.push(Object { id, origins: vec![origin], content, defects });
        self.add_enclosed(form, find);
    }

    /// The certificates and lists inside a bundle or an OCSP response become objects of their own.
    fn add_enclosed(&mut self, form: Option<Form>, find: &Find<'_>) {
        let members = match form {
            Some(Form::SignedData) => signed_data::members(find.bytes, &mut Vec::new()),
            _ => Vec::new(),
        };
        for (index, range) in members.iter().enumerate() {
            let mut place = find.place.clone();
            place.member = Some((index + 1, members.len()));
            let map = find.map.part(range.start, range.len());
            self.add(&Find {
                label: None,
                encryption: None,
                bytes: range.of(find.bytes),
                span: map.span(ByteRange::new(0, range.len())),
                map: &map,
                place: &place,
            });
        }
    }
}

/// What a label promises, where the structure itself is too damaged to tell.
fn labelled(label: &Label) -> Option<Form> {
    Some(match label {
        Label::Certificate | Label::X509Certificate | Label::TrustedCertificate => Form::Certificate,
        Label::CertificateRequest | Label::NewCertificateRequest => Form::CertificationRequest,
        Label::CertificateList => Form::CertificateList,
        Label::Pkcs7 | Label::Cms | Label::Pkcs7SignedData => Form::SignedData,
        Label::PublicKey => Form::SubjectPublicKeyInfo,
        Label::RsaPublicKey => Form::RsaPublicKey,
        Label::PrivateKey => Form::PrivateKeyInfo,
        Label::EncryptedPrivateKey => Form::EncryptedPrivateKeyInfo,
        Label::RsaPrivateKey => Form::RsaPrivateKey,
        Label::EcPrivateKey => Form::EcPrivateKey,
        Label::DsaPrivateKey => Form::DsaPrivateKey,
        Label::EcParameters => Form::EcParameters,
        Label::DhParameters => Form::DhParameters,
        Label::AttributeCertificate => Form::AttributeCertificate,
        Label::OcspResponse => Form::OcspResponse,
        Label::OpensshPrivateKey | Label::Other(_) => return None,
    })
}

fn read(form: Option<Form>, find: &Find<'_>, defects: &mut Vec<Defect>) -> Content {
    let bytes = find.bytes;
    let is_openssh = bytes.starts_with(openssh::MAGIC);
    let is_said = find.encryption.is_some() || find.label.is_some_and(Label::is_private);
    if is_openssh || form.is_some_and(Form::is_private_key) || is_said && !form.is_some_and(Form::is_public) {
        let cipher = find.encryption.map(|dek| dek.cipher.as_str());
        return Content::PrivateKey(Box::new(private_key::read(bytes, form, cipher, defects)));
    }
    let unreadable = || Content::Unreadable(Unreadable { label: find.label.cloned(), length: bytes.len() });
    let recognised = |kind| Content::Recognised(Recognised { kind, length: bytes.len() });
    let read = match form {
        Some(Form::Certificate) => certificate::read(bytes, defects).map(|certificate| {
            if find.label == Some(&Label::TrustedCertificate) {
                // OpenSSL's own trust settings follow the certificate under this label.
                defects.retain(|defect| !matches!(defect.kind, DefectKind::TrailingBytes { .. }));
            }
            Content::Certificate(Box::new(certificate))
        }),
        Some(Form::CertificateList) => {
            certificate_list::read(bytes, defects).map(|list| Content::CertificateList(Box::new(list)))
        }
        Some(Form::CertificationRequest) => {
            request::read(bytes, defects).map(|request| Content::Request(Box::new(request)))
        }
        Some(Form::OcspResponse) => {
            ocsp::read(bytes, defects).map(|response| Content::OcspResponse(Box::new(response)))
        }
        Some(Form::SubjectPublicKeyInfo) => {
            public_key::read_whole(bytes, defects).map(|key| Content::PublicKey(Box::new(key)))
        }
        Some(Form::RsaPublicKey) => {
            public_key::read_pkcs1(bytes, defects).map(|key| Content::PublicKey(Box::new(key)))
        }
        Some(form) => Some(recognised(RecognisedKind::Der(form))),
        None if bytes.starts_with(&[0xfe, 0xed, 0xfe, 0xed]) => Some(recognised(RecognisedKind::Jks)),
        None if bytes.starts_with(&[0xce, 0xce, 0xce, 0xce]) => Some(recognised(RecognisedKind::Jceks)),
        None => None,
    };
    read.unwrap_or_else(unreadable)
}
