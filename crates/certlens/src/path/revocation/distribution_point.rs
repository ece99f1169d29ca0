//! Distribution points: which lists a certificate points at, and which certificates a list is for (RFC 5280 §6.3.3 (b), (d)).

use crate::path::member::Member;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::distribution_points::{DistributionPoint, DistributionPointName};
use crate::x509::extension::issuing_distribution_point::IssuingDistributionPoint;
use crate::x509::general_name::{GeneralName, GeneralNameValue};
use crate::x509::name::Name;

/// Bits 1 to 8 of `ReasonFlags`: every reason there is.
pub(super) const ALL_REASONS: u64 = 0x1fe;

/// A distribution point of a certificate, or the one that is assumed where it points nowhere.
#[derive(Debug, Clone)]
pub(super) struct Point<'a> {
    /// `distributionPoint` as full names; empty if there is none
    names: Vec<GeneralNameValue>,
    /// `cRLIssuer`; without one the certificate's issuer
    pub(super) crl_issuers: Vec<&'a Name>,
    /// `reasons`
    reasons: u64,
}

/// The points of a certificate, and last the one that RFC 5280 §6.3.3 assumes: the name of the issuer.
pub(super) fn points<'a>(member: &Member<'a>) -> Vec<Point<'a>> {
    let certificate = member.certificate;
    let listed = certificate.extensions.iter().find_map(|extension| match &extension.content {
        ExtensionContent::CrlDistributionPoints(points) => Some(points.as_slice()),
        _ => None,
    });
    let assumed = Point {
        names: vec![GeneralNameValue::Directory(certificate.issuer.clone())],
        crl_issuers: Vec::new(),
        reasons: ALL_REASONS,
    };
    let listed = listed.unwrap_or_default().iter().map(|point| read(point, &certificate.issuer));
    listed.chain([assumed]).collect()
}

fn read<'a>(point: &'a DistributionPoint, issuer: &Name) -> Point<'a> {
    let crl_issuers: Vec<&Name> = point.crl_issuer.iter().filter_map(directory).collect();
    let relative_to = crl_issuers.first().copied().unwrap_or(issuer);
    Point {
        names: point.name.as_ref().map_or_else(Vec::new, |name| full(name, relative_to)),
        reasons: point.reasons.map_or(ALL_REASONS, |reasons| reasons & ALL_REASONS),
        crl_issuers,
    }
}

fn directory(name: &GeneralName) -> Option<&Name> {
    match &name.value {
        GeneralNameValue::Directory(name) => Some(name),
        _ => None,
    }
}

/// The names of a distribution point, one relative to `issuer` completed.
fn full(name: &DistributionPointName, issuer: &Name) -> Vec<GeneralNameValue> {
    match name {
        DistributionPointName::Full(names) => names.iter().map(|name| name.value.clone()).collect(),
        DistributionPointName::Relative(rdn) => {
            let mut rdns = issuer.rdns.clone();
            rdns.push(rdn.clone());
            vec![GeneralNameValue::Directory(Name { rdns, ..Name::default() })]
        }
    }
}

fn same(left: &GeneralNameValue, right: &GeneralNameValue) -> bool {
    match (left, right) {
        (GeneralNameValue::Directory(left), GeneralNameValue::Directory(right)) => {
            left.canonical() == right.canonical()
        }
        _ => left == right,
    }
}

impl Point<'_> {
    /// The reasons for which a list with this scope answers for the certificate at this point; 0 if it does not (b)(2), (d).
    pub(super) fn reasons_of(
        &self,
        scope: Option<&IssuingDistributionPoint>,
        crl_issuer: &Name,
        certificate: &Certificate,
    ) -> u64 {
        let Some(scope) = scope else { return self.reasons };
        let is_ca = certificate.is_ca();
        // §5.2.5: a scope that tells CAs from others has no certificates of versions that do not.
        let is_divided = scope.only_contains_user_certs || scope.only_contains_ca_certs;
        let kinds = [
            scope.only_contains_user_certs,
            scope.only_contains_ca_certs,
            scope.only_contains_attribute_certs,
        ];
        let excluded = scope.only_contains_attribute_certs
            || (is_divided && certificate.version != Version::V3)
            || (scope.only_contains_user_certs && is_ca)
            || (scope.only_contains_ca_certs && !is_ca)
            || kinds.into_iter().filter(|kind| *kind).count() > 1;
        let named = scope.name.as_ref().is_none_or(|name| self.has_one_of(&full(name, crl_issuer)));
        if excluded || !named {
            return 0;
        }
        self.reasons & scope.only_some_reasons.unwrap_or(ALL_REASONS)
    }

    /// (b)(2)(i): a name of the list's scope is one of the point, or, where the point has none, its `cRLIssuer`.
    fn has_one_of(&self, names: &[GeneralNameValue]) -> bool {
        if self.names.is_empty() {
            return self.crl_issuers.iter().any(|issuer| {
                names.iter().any(|name| matches!(name, GeneralNameValue::Directory(name) if name.canonical() == issuer.canonical()))
            });
        }
        self.names.iter().any(|own| names.iter().any(|name| same(own, name)))
    }
}
