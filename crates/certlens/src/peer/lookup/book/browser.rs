//! What browsers write: NSS and mozilla::pkix of Firefox, Chromium's `net_error_list.h`.

use super::{Family, Phrase, alarm, judges, loads, protocol};
use crate::peer::Cause as C;

pub(super) const NSS: Family = Family {
    name: "NSS",
    stacks: &["nss"],
    source: "recorded with NSS's tstclnt and selfserv; SECerrs.h, SSLerrs.h, mozilla/pkix/Result.h",
    phrases: NSS_PHRASES,
};

pub(super) const CHROME: Family = Family {
    name: "Chrome",
    stacks: &[],
    source: "net/base/net_error_list.h of Chromium",
    phrases: CHROME_PHRASES,
};

const NSS_PHRASES: &[Phrase] = &[
    judges(&["sec error unknown issuer"], &[C::Issuer]),
    judges(&["sec error untrusted issuer"], &[C::Issuer]),
    judges(&["mozilla pkix error self signed cert"], &[C::Issuer]),
    judges(&["sec error expired certificate"], &[C::Expired, C::NotYetValid]),
    judges(&["sec error expired issuer certificate"], &[C::Expired]),
    judges(&["mozilla pkix error not yet valid certificate"], &[C::NotYetValid]),
    judges(&["sec error invalid time"], &[C::ValidityFormat]),
    judges(&["sec error bad signature"], &[C::Signature, C::PeerKey]),
    judges(&["sec error ca cert invalid"], &[C::CaFlag, C::KeyCertSign]),
    judges(&["mozilla pkix error ca cert used as end entity"], &[C::CaAsEndEntity]),
    judges(&["sec error cert not in name space"], &[C::NameConstraints]),
    judges(&["sec error cert signature algorithm disabled"], &[C::SignatureAlgorithm]),
    judges(&["sec error inadequate cert type"], &[C::KeyPurpose]),
    judges(&["sec error inadequate key usage"], &[C::KeyUsage]),
    judges(&["sec error path len constraint invalid"], &[C::PathLength]),
    judges(&["sec error unknown critical extension"], &[C::CriticalExtension]),
    judges(&["sec error algorithm mismatch"], &[C::Encoding]),
    judges(&["sec error bad der"], &[C::Encoding, C::KeyType, C::TrustFile]),
    judges(&["sec error library failure"], &[C::Encoding, C::KeyType]),
    judges(&["sec error invalid args"], &[C::Encoding, C::KeyType, C::KeyUsage]),
    judges(&["sec error invalid key"], &[C::KeyType]),
    judges(&["sec error unrecognized oid"], &[C::KeyType]),
    judges(&["sec error no memory"], &[C::KeyType]),
    judges(&["sec error output len"], &[C::KeyStrength]),
    judges(&["mozilla pkix error inadequate key size"], &[C::KeyStrength]),
    judges(&["mozilla pkix error required tls feature missing"], &[C::Revocation]),
    judges(&["ssl error weak server cert key"], &[C::KeyStrength]),
    judges(&["ssl error bad cert domain"], &[C::Name]),
    judges(&["ssl error no cypher overlap"], &[C::Suites, C::KeyType]),
    judges(&["ssl error unsupported version"], &[C::Suites]),
    judges(&["ssl error extract public key failure"], &[C::KeyType]),
    judges(&["ssl error unsupported signature algorithm"], &[C::KeyType]),
    judges(&["ssl error no supported signature algorithm"], &[C::KeyUsage, C::KeyType]),
    judges(&["ssl error bad certificate:"], &[C::KeyType, C::Encoding]),
    judges(&["unable to find the certificate or key necessary for authentication"], &[C::NoCertificate]),
    loads(&["sec error pkcs12 unable to import key"], &[C::KeyType, C::KeyFile]),
    loads(&["sec error input len"], &[C::TrustFile]),
    loads(&["sec error reused issuer and serial"], &[C::TrustFile]),
    loads(&["input has header but no trailer"], &[C::TrustFile]),
    loads(&["ca.crt: no certificate"], &[C::TrustFile]),
    alarm(&["ssl error decode error alert"]),
    alarm(&["ssl error illegal parameter alert"]),
    alarm(&["ssl error handshake failure alert"]),
    alarm(&["ssl error protocol version alert"]),
    alarm(&["ssl error bad cert alert"]),
    alarm(&["ssl error unknown ca alert"]),
    alarm(&["ssl error rx certificate required alert"]),
    protocol(
        &["ssl error rx record too long"],
        "The server does not speak TLS on this port: what it sent is no TLS record",
    ),
];

const CHROME_PHRASES: &[Phrase] = &[
    judges(&["err cert authority invalid"], &[C::Issuer]),
    judges(&["err cert common name invalid"], &[C::Name]),
    judges(&["err cert date invalid"], &[C::Expired, C::NotYetValid]),
    judges(&["err cert weak signature algorithm"], &[C::SignatureAlgorithm]),
    judges(&["err cert weak key"], &[C::KeyStrength]),
    judges(&["err cert name constraint violation"], &[C::NameConstraints]),
    judges(&["err cert invalid"], &[C::Encoding, C::KeyPurpose, C::CriticalExtension, C::PathLength]),
    judges(&["err ssl key usage incompatible"], &[C::KeyUsage]),
    judges(&["err ssl client auth signature failed"], &[C::PeerKey]),
    judges(&["err ssl version or cipher mismatch"], &[C::Suites, C::KeyType]),
    alarm(&["err bad ssl client auth cert"]),
    alarm(&["err ssl protocol error"]),
];
