//! The fields of a certificate in the order in which Java takes them off (`X509CertImpl.parse`, `X509CertInfo.parse`), as far as
//! their form goes. How it mends a length that is left open is not followed here.

use crate::der::tag::SEQUENCE;
use crate::peer::cause::Cause;
use crate::peer::stack::java::extension::names::rdn;
use crate::peer::stack::java::thrown::{CERTIFICATE, CERTIFICATE_PARSING, Thrown, input_output};
use crate::peer::stack::java::value::{OPEN_LENGTH, Value, Why};

/// What is wrong with the form, if anything.
pub(super) fn check(der: &[u8]) -> Result<(), Thrown> {
    let (outer, fields) = match outline(der) {
        Err(why) if why == OPEN_LENGTH => return Ok(()),
        read => read.map_err(|why| uninitialized(&why))?,
    };
    let [Some(info), Some(algorithm), Some(signature)] = fields else {
        return Err(unparsed("invalid DER-encoded certificate data"));
    };
    if outer > 0 {
        return Err(unparsed(&format!("signed overrun, bytes = {outer}")));
    }
    if info.tag != SEQUENCE {
        return Err(unparsed("signed fields invalid"));
    }
    let around = algorithm_identifier(algorithm).and_then(|()| signature.bits());
    let read = match around {
        Err(why) if why == OPEN_LENGTH => return Ok(()),
        around => around.map_err(|why| uninitialized(&why)).map(|()| certificate_info(info))?,
    };
    match read {
        Err(why) if why != OPEN_LENGTH => Err(unreadable(&why)),
        _ => Ok(()),
    }
}

/// How many octets follow the three elements of the outermost SEQUENCE, and those elements.
type Outline<'a> = (usize, [Option<Value<'a>>; 3]);

fn outline(der: &[u8]) -> Result<Outline<'_>, Why> {
    let outer = Value::whole(der)?;
    if outer.tag != SEQUENCE {
        return Ok((0, [None; 3]));
    }
    let mut rest = outer.content;
    let fields = [Value::next(&mut rest)?, Value::next(&mut rest)?, Value::next(&mut rest)?];
    Ok((rest.len(), fields.map(Some)))
}

/// `X509CertInfo.parse`
fn certificate_info(info: Value<'_>) -> Result<(), Why> {
    let mut rest = info.content;
    let mut first = Value::next(&mut rest)?;
    if first.tag == 0xa0 {
        version(first)?;
        first = Value::next(&mut rest)?;
    }
    first.big_integer()?;
    algorithm_identifier(Value::next(&mut rest)?)?;
    name(Value::next(&mut rest)?)?;
    validity(Value::next(&mut rest)?)?;
    name(Value::next(&mut rest)?)?;
    public_key(Value::next(&mut rest)?)?;
    while !rest.is_empty() {
        let field = Value::next(&mut rest)?;
        if field.tag == 0xa3 {
            return extensions(field);
        }
    }
    Ok(())
}

/// `CertificateVersion`, which does not look at what follows the number.
fn version(field: Value<'_>) -> Result<(), Why> {
    Value::next(&mut { field.content })?.integer()
}

/// `AlgorithmId.parse`
fn algorithm_identifier(field: Value<'_>) -> Result<(), Why> {
    let mut rest = field.tagged(SEQUENCE, "algid parse error, not a sequence")?.content;
    Value::next(&mut rest)?.oid()?;
    if rest.is_empty() {
        return Ok(());
    }
    let parameters = Value::next(&mut rest)?;
    if parameters.tag == 0x05 && !parameters.content.is_empty() {
        return Err("invalid NULL".to_owned());
    }
    if rest.is_empty() { Ok(()) } else { Err("Invalid AlgorithmIdentifier: extra data".to_owned()) }
}

/// `X500Name.parseDER`
fn name(field: Value<'_>) -> Result<(), Why> {
    field.tagged(SEQUENCE, "Not the correct tag")?.members().try_for_each(|member| rdn(member?))
}

/// `CertificateValidity.construct`; the times themselves are read later.
fn validity(field: Value<'_>) -> Result<(), Why> {
    const INVALID: &str = "Invalid encoded CertificateValidity, starting sequence tag missing.";
    let times = field.tagged(SEQUENCE, INVALID)?.members().collect::<Result<Vec<_>, _>>()?;
    match times.len() {
        0 => Err("No data encoded for CertificateValidity".to_owned()),
        2 => Ok(()),
        _ => Err("Invalid encoding for CertificateValidity".to_owned()),
    }
}

/// `X509Key.parse`
fn public_key(field: Value<'_>) -> Result<(), Why> {
    let mut rest = field.tagged(SEQUENCE, "corrupt subject key")?.content;
    algorithm_identifier(Value::next(&mut rest)?)?;
    Value::next(&mut rest)?.bits()?;
    if rest.is_empty() { Ok(()) } else { Err("excess subject key".to_owned()) }
}

/// `CertificateExtensions.init`, `Extension`
fn extensions(field: Value<'_>) -> Result<(), Why> {
    let list = Value::next(&mut { field.content })?.tagged(SEQUENCE, "Not the correct tag")?;
    list.members().try_for_each(|extension| {
        let mut rest = extension?.content;
        Value::next(&mut rest)?.oid()?;
        let mut value = Value::next(&mut rest)?;
        if value.tag == 0x01 {
            value.boolean()?;
            value = Value::next(&mut rest)?;
        }
        value.octets().map(|_| ())
    })
}

/// A `CertificateParsingException` of its own.
pub(super) fn unparsed(message: &str) -> Thrown {
    Thrown::new(Cause::Encoding, CERTIFICATE_PARSING, message)
}

/// An `IOException` while a field was read.
pub(super) fn unreadable(message: &str) -> Thrown {
    input_output(message).within(CERTIFICATE_PARSING, "")
}

/// An `IOException` while the outline was read.
pub(super) fn uninitialized(message: &str) -> Thrown {
    input_output(message).within(CERTIFICATE, "Unable to initialize, ")
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_java_says_of_odd_outlines() {
        let cases: [(&[u8], &str); 5] = [
            (&[0x30, 0], "CertificateException: Unable to initialize, java.io.IOException: Too short"),
            (&[0x04, 0], "CertificateParsingException: invalid DER-encoded certificate data"),
            (
                &[0x30, 5],
                "CertificateException: Unable to initialize, java.io.EOFException: not enough content",
            ),
            (&[0x30, 6, 5, 0, 5, 0, 5, 0], "CertificateParsingException: signed fields invalid"),
            (&[0x30, 8, 5, 0, 5, 0, 5, 0, 5, 0], "CertificateParsingException: signed overrun, bytes = 2"),
        ];
        for (der, expected) in cases {
            let text = check(der).expect_err(expected).text();
            assert!(text.starts_with(expected), "{text}");
        }
    }
}
