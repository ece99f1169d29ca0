//! What there is to go by: a certificate or a request.

use super::names::{self, San};
use super::profile::{Authority, Key};
use crate::der::oid::Oid;
use crate::peer::Role;
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::{Extension, lookup};
use crate::x509::general_name::GeneralName;
use crate::x509::name::Name;
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// What a certificate and a request have in common.
pub(super) struct Given<'a> {
    pub(super) subject: &'a Name,
    pub(super) key: Option<&'a PublicKey>,
    pub(super) extensions: &'a [Extension],
    pub(super) label: String,
    /// True for a root from before there were extensions, which could not say that it is a CA's.
    pub(super) is_old_root: bool,
}

impl<'a> Given<'a> {
    pub(super) fn names(&self) -> &'a [GeneralName] {
        lookup::subject_alternative_names(self.extensions).unwrap_or_default()
    }

    pub(super) fn usage(&self) -> Option<KeyUsage> {
        lookup::key_usage(self.extensions)
    }

    /// What it may issue, if it is a CA's.
    pub(super) fn authority(&self, issues_end_entities_only: bool) -> Option<Authority> {
        let constraints = lookup::basic_constraints(self.extensions);
        let is_ca = self.is_old_root || constraints.is_some_and(|constraints| constraints.ca);
        is_ca.then(|| Authority {
            path_len: self.path_len().or_else(|| issues_end_entities_only.then_some(0)),
        })
    }

    /// pathLenConstraint, if it is a number.
    pub(super) fn path_len(&self) -> Option<u64> {
        match lookup::basic_constraints(self.extensions)?.path_len {
            Some(PathLen::AtMost(length)) => Some(length),
            _ => None,
        }
    }

    /// The key purposes that it lists.
    pub(super) fn listed(&self) -> &'a [Oid] {
        lookup::extended_key_usage(self.extensions).unwrap_or_default()
    }

    /// The purposes in TLS that it lists; where it lists none, the one that its names suggest.
    pub(super) fn purposes(
        &self,
        names: &[San],
        common_name: Option<&str>,
        changes: &mut Vec<String>,
    ) -> Vec<String> {
        let listed = self.listed();
        let has = |octets: &[u8]| listed.iter().any(|purpose| purpose.octets() == octets);
        let roles = [Role::Server, Role::Client];
        let own: Vec<Role> =
            roles.into_iter().filter(|role| role.purpose().key_purpose().is_some_and(has)).collect();
        let name = |role: &Role| role.purpose().name().to_owned();
        if !own.is_empty() {
            let others = listed.len() > own.len();
            if others {
                changes.push("extKeyUsage keeps the purposes of TLS only, each once.".to_owned());
            }
            return own.iter().map(name).collect();
        }
        let others: Vec<String> = listed
            .iter()
            .filter(|purpose| purpose.octets() != oids::ANY_EXTENDED_KEY_USAGE)
            .map(purpose_name)
            .collect();
        if !others.is_empty() {
            return others;
        }
        let dialled =
            common_name.and_then(names::of_common_name).is_some_and(|name| name.text().contains('.'));
        let is_server = names.iter().any(San::is_dialled) || names.is_empty() && dialled;
        let role = if is_server { Role::Server } else { Role::Client };
        changes.push(format!(
            "extKeyUsage is `{}`, as its names suggest, where it listed none: change it if it is for something else.",
            name(&role)
        ));
        vec![name(&role)]
    }

    /// The kind of key to make, and whether the one there is cannot stay.
    pub(super) fn new_key(&self) -> (Key, bool) {
        const USUAL_EXPONENT: &[u8] = &[1, 0, 1];
        match self.key.map(|key| (&key.kind, key.key.first())) {
            Some((KeyKind::Rsa(rsa), _)) if rsa.bits < 2048 || rsa.bits % 8 != 0 => (Key::Rsa(2048), true),
            Some((KeyKind::Rsa(rsa), _)) if rsa.bits > 8192 => (Key::Rsa(4096), true),
            Some((KeyKind::Rsa(rsa), _)) => (Key::Rsa(rsa.bits), rsa.exponent != USUAL_EXPONENT),
            Some((KeyKind::RsaPss(_), _)) => (Key::Rsa(2048), true),
            Some((KeyKind::Ec(Curve::Named(curve)), first)) => match curve {
                NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521 => {
                    (Key::Ec(curve.name()), first != Some(&4))
                }
                _ => (Key::Ec("P-256"), true),
            },
            Some((KeyKind::Ed25519, _)) => (Key::Ed25519, false),
            _ => (Key::Ec("P-256"), true),
        }
    }
}

/// A purpose as OpenSSL's configuration takes it: those of TLS by name, others by identifier.
pub(super) fn purpose_name(purpose: &Oid) -> String {
    let roles = [Role::Server, Role::Client].map(Role::purpose);
    let role = roles.iter().find(|role| role.key_purpose() == Some(purpose.octets()));
    role.map_or_else(|| purpose.to_string(), |role| role.name().to_owned())
}
