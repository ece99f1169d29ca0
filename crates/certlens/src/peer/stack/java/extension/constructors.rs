//! What the constructors of Java's classes for extensions refuse (`sun.security.x509.OIDMap` names the class of each): the
//! message of the `IOException`. Of an extension without a class nothing is read.

use crate::der::tag::SEQUENCE;
use crate::peer::stack::java::extension::names::{general_name, general_names, rdn};
use crate::peer::stack::java::value::{Value, Why};

/// The constructor of the class for the extension that RFC 5280 calls `name`.
pub(super) fn construct(name: &str, critical: bool, value: &[u8]) -> Result<(), Why> {
    match name {
        "keyUsage" => key_usage(value),
        "netscapeCertType" => Value::whole(value)?.bits(),
        "subjectKeyIdentifier" => Value::whole(value)?.octets().map(|_| ()),
        "authorityKeyIdentifier" => authority_key_identifier(value),
        "basicConstraints" => basic_constraints(value),
        "extKeyUsage" => each(value, "Invalid encoding for ExtendedKeyUsageExtension.", Value::oid),
        "subjectAltName" | "issuerAltName" => general_names(Value::whole(value)?),
        "nameConstraints" => name_constraints(value),
        "certificatePolicies" => {
            each(value, "Invalid encoding for CertificatePoliciesExtension.", policy_information)
        }
        "policyMappings" => each(value, "Invalid encoding for PolicyMappingsExtension.", policy_map),
        "policyConstraints" => policy_constraints(value),
        "inhibitAnyPolicy" if !critical => Err("Criticality cannot be false for InhibitAnyPolicy".to_owned()),
        "inhibitAnyPolicy" => inhibit_any_policy(value),
        "cRLDistributionPoints" => {
            each(value, "Invalid encoding for CRLDistributionPoints extension.", distribution_point)
        }
        "freshestCRL" => each(value, "Invalid encoding for FreshestCRL extension.", distribution_point),
        "authorityInfoAccess" => {
            each(value, "Invalid encoding for AuthorityInfoAccessExtension.", access_description)
        }
        "subjectInfoAccess" => {
            each(value, "Invalid encoding for SubjectInfoAccessExtension.", access_description)
        }
        _ => Ok(()),
    }
}

/// All of the elements of a SEQUENCE.
fn each<'a>(
    value: &'a [u8],
    otherwise: &str,
    read: impl Fn(Value<'a>) -> Result<(), Why>,
) -> Result<(), Why> {
    Value::whole(value)?.tagged(SEQUENCE, otherwise)?.members().try_for_each(|member| read(member?))
}

/// The next element; it is an error if there is none.
fn next<'a>(members: &mut impl Iterator<Item = Result<Value<'a>, Why>>) -> Result<Value<'a>, Why> {
    members.next().unwrap_or_else(|| Err("Too short".to_owned()))
}

/// `KeyUsageExtension`: an OCTET STRING around the value is taken off. Recorded: ext-ku-garbage-client.
fn key_usage(value: &[u8]) -> Result<(), Why> {
    let inner = match value.first() {
        None => {
            let why = "java.lang.ArrayIndexOutOfBoundsException: Index 0 out of bounds for length 0";
            return Err(why.to_owned());
        }
        Some(0x04) => Value::whole(value)?.octets()?,
        Some(_) => value,
    };
    Value::whole(inner)?.bits()
}

/// `AuthorityKeyIdentifierExtension`
fn authority_key_identifier(value: &[u8]) -> Result<(), Why> {
    const INVALID: &str = "Invalid encoding for AuthorityKeyIdentifierExtension.";
    let mut seen = Vec::new();
    for field in Value::whole(value)?.tagged(SEQUENCE, INVALID)?.members() {
        let field = field?;
        let what = match field.tag {
            0x80 => "KeyIdentifier",
            0xa1 => "GeneralNames",
            0x82 => "SerialNumber",
            _ => return Err("Invalid encoding of AuthorityKeyIdentifierExtension.".to_owned()),
        };
        if seen.contains(&field.tag) {
            return Err(format!("Duplicate {what} in AuthorityKeyIdentifier."));
        }
        seen.push(field.tag);
        match field.tag {
            0xa1 => general_names(Value { tag: SEQUENCE, ..field })?,
            0x82 => Value { tag: 0x02, ..field }.big_integer().map(|_| ())?,
            _ => {}
        }
    }
    Ok(())
}

/// `BasicConstraintsExtension`: what does not begin with a BOOLEAN is no CA's, and what follows a path length is not read.
/// Recorded: ext-bc-garbage-client, ca-leaf-pathlen-server.
fn basic_constraints(value: &[u8]) -> Result<(), Why> {
    const INVALID: &str = "Invalid encoding of BasicConstraints";
    let mut fields = Value::whole(value)?.tagged(SEQUENCE, INVALID)?.members();
    let Some(ca) = fields.next().transpose()?.filter(|first| first.tag == 0x01) else { return Ok(()) };
    ca.boolean()?;
    match fields.next().transpose()? {
        Some(length) => length.tagged(0x02, INVALID)?.integer(),
        None => Ok(()),
    }
}

/// `NameConstraintsExtension`, `GeneralSubtree`
fn name_constraints(value: &[u8]) -> Result<(), Why> {
    const INVALID_LIST: &str = "Invalid encoding for NameConstraintsExtension.";
    const INVALID: &str = "Invalid encoding for GeneralSubtree.";
    let mut seen = Vec::new();
    for subtrees in Value::whole(value)?.tagged(SEQUENCE, INVALID_LIST)?.members() {
        let subtrees = subtrees?;
        let what = match subtrees.tag {
            0xa0 => "permitted",
            0xa1 => "excluded",
            _ => return Err("Invalid encoding of NameConstraintsExtension.".to_owned()),
        };
        if seen.contains(&subtrees.tag) {
            return Err(format!("Duplicate {what} GeneralSubtrees in NameConstraintsExtension."));
        }
        seen.push(subtrees.tag);
        for subtree in subtrees.members() {
            let mut fields = subtree?.tagged(SEQUENCE, INVALID)?.members();
            general_name(next(&mut fields)?, true)?;
            for distance in fields {
                match distance? {
                    distance @ Value { tag: 0x80 | 0x81, .. } => Value { tag: 0x02, ..distance }.integer()?,
                    _ => return Err("Invalid encoding of GeneralSubtree.".to_owned()),
                }
            }
        }
    }
    Ok(())
}

/// `PolicyInformation`, `PolicyQualifierInfo`
fn policy_information(value: Value<'_>) -> Result<(), Why> {
    const INVALID: &str = "Invalid encoding of PolicyInformation";
    let mut fields = value.tagged(SEQUENCE, INVALID)?.members();
    next(&mut fields)?.oid()?;
    let Some(qualifiers) = fields.next().transpose()? else { return Ok(()) };
    let qualifiers = qualifiers.tagged(SEQUENCE, INVALID)?;
    if qualifiers.content.is_empty() {
        return Err("No data available in policyQualifiers".to_owned());
    }
    qualifiers.members().try_for_each(|qualifier| {
        let qualifier = qualifier?.tagged(SEQUENCE, "Invalid encoding for PolicyQualifierInfo")?;
        next(&mut qualifier.members())?.oid()
    })
}

/// `CertificatePolicyMap`
fn policy_map(value: Value<'_>) -> Result<(), Why> {
    let mut fields = value.tagged(SEQUENCE, "Invalid encoding for CertificatePolicyMap")?.members();
    next(&mut fields)?.oid()?;
    next(&mut fields)?.oid()
}

/// `PolicyConstraintsExtension`
fn policy_constraints(value: &[u8]) -> Result<(), Why> {
    let mut seen = Vec::new();
    const INVALID: &str = "Sequence tag missing for PolicyConstraint.";
    for field in Value::whole(value)?.tagged(SEQUENCE, INVALID)?.members() {
        let field = field?;
        let what = match field.tag {
            0x80 => "requireExplicitPolicy",
            0x81 => "inhibitPolicyMapping",
            _ => return Err("Invalid encoding of PolicyConstraint".to_owned()),
        };
        if seen.contains(&field.tag) {
            return Err(format!("Duplicate {what}found in the PolicyConstraintsExtension"));
        }
        seen.push(field.tag);
        Value { tag: 0x02, ..field }.integer()?;
    }
    Ok(())
}

/// `InhibitAnyPolicyExtension`, which must be critical
fn inhibit_any_policy(value: &[u8]) -> Result<(), Why> {
    Value::whole(value)?.tagged(0x02, "Invalid encoding of InhibitAnyPolicy: data not integer")?.integer()
}

/// `DistributionPoint`
fn distribution_point(value: Value<'_>) -> Result<(), Why> {
    let mut seen = Vec::new();
    for field in value.tagged(SEQUENCE, "Invalid encoding of DistributionPoint.")?.members() {
        let field = field?;
        let what = match field.tag {
            0xa0 => "DistributionPointName",
            0x81 => "Reasons",
            0xa2 => "CRLIssuer",
            _ => return Err("Invalid encoding of DistributionPoint.".to_owned()),
        };
        if seen.contains(&field.tag) {
            return Err(format!("Duplicate {what} in DistributionPoint."));
        }
        seen.push(field.tag);
        match field.tag {
            0xa0 => match next(&mut field.members())? {
                full @ Value { tag: 0xa0, .. } => general_names(Value { tag: SEQUENCE, ..full })?,
                relative @ Value { tag: 0xa1, .. } => rdn(Value { tag: 0x31, ..relative })?,
                _ => return Err("Invalid DistributionPointName in DistributionPoint".to_owned()),
            },
            0x81 => Value { tag: 0x03, ..field }.bits()?,
            _ => general_names(Value { tag: SEQUENCE, ..field })?,
        }
    }
    if seen.iter().all(|tag| *tag == 0x81) {
        return Err("One of fullName, relativeName,  and crlIssuer has to be set".to_owned());
    }
    Ok(())
}

/// `AccessDescription`
fn access_description(value: Value<'_>) -> Result<(), Why> {
    let mut fields = value.members();
    next(&mut fields)?.oid()?;
    general_name(next(&mut fields)?, false)
}

#[cfg(test)]
mod tests {
    use super::construct;

    #[test]
    fn what_java_says_of_odd_values() {
        let cases: &[(&str, &[u8], Result<(), &str>)] = &[
            ("subjectAltName", &[0x30, 0], Err("No data available in passed DER encoded value.")),
            ("subjectAltName", &[0x30, 2, 0x82, 0], Ok(())),
            ("subjectAltName", &[0x30, 2, 0x81, 0], Err("RFC822Name may not be null or empty")),
            ("subjectAltName", &[0x30, 3, 0x82, 9, b'a'], Err("not enough content")),
            ("keyUsage", &[0x04, 4, 0x03, 2, 5, 0xa0], Ok(())),
            ("keyUsage", &[0x03, 1, 7], Err("Not enough bytes in BitString")),
            ("keyUsage", &[0x05, 0], Err("DerValue.getBitString, not a bit string 5")),
            ("basicConstraints", &[0x30, 3, 0x02, 1, 1], Ok(())),
            ("basicConstraints", &[0x30, 3, 0x01, 1, 1], Ok(())),
            (
                "basicConstraints",
                &[0x30, 10, 0x01, 1, 0xff, 0x02, 5, 1, 0, 0, 0, 0],
                Err("Integer exceeds maximum valid value"),
            ),
            ("basicConstraints", &[0x30, 6, 0x01, 1, 0xff, 0x02, 1, 0x80], Ok(())),
            (
                "extKeyUsage",
                &[0x30, 3, 0x06, 1, 0x80],
                Err("ObjectIdentifier() -- Invalid DER encoding, not ended"),
            ),
            ("nameConstraints", &[0x30, 6, 0xa0, 4, 0x30, 2, 0x82, 0], Ok(())),
            ("policyConstraints", &[0x30, 3, 0x80, 1, 0], Ok(())),
            ("inhibitAnyPolicy", &[0x02, 1, 0], Err("Criticality cannot be false for InhibitAnyPolicy")),
            (
                "cRLDistributionPoints",
                &[0x30, 2, 0x30, 0],
                Err("One of fullName, relativeName,  and crlIssuer has to be set"),
            ),
            ("nonsense", &[], Ok(())),
        ];
        for (name, value, expected) in cases {
            let found = construct(name, false, value);
            assert_eq!(found, expected.map_err(str::to_owned), "{name} {value:02x?}");
        }
    }
}
