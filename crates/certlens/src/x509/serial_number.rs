//! Serial numbers (RFC 5280 §4.1.2.2).

use crate::der::integer;
use crate::span::ByteRange;

/// `CertificateSerialNumber`
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct SerialNumber {
    /// The content octets: big-endian, two's complement.
    pub octets: Vec<u8>,
    /// Where the INTEGER stands.
    pub range: ByteRange,
}

impl SerialNumber {
    /// True if the number is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        integer::is_negative(&self.octets)
    }

    /// Hexadecimal of the number, two digits an octet, `-` before a negative one, no leading zero octets.
    #[must_use]
    pub fn hex(&self) -> String {
        if self.is_negative() {
            return format!("-{}", data_encoding::HEXLOWER.encode(&negated(&self.octets)));
        }
        match integer::magnitude(&self.octets) {
            [] if self.octets.is_empty() => String::new(),
            [] => "00".to_owned(),
            octets => data_encoding::HEXLOWER.encode(octets),
        }
    }

    /// Decimal digits of the number, as programs print it; hexadecimal after `0x` beyond 64 octets, which no CA writes.
    #[must_use]
    pub fn decimal(&self) -> String {
        const MOST: usize = 64;
        let is_negative = self.is_negative();
        let magnitude =
            if is_negative { negated(&self.octets) } else { integer::magnitude(&self.octets).to_vec() };
        if magnitude.len() > MOST {
            return format!("0x{}", data_encoding::HEXLOWER.encode(&magnitude));
        }
        // Least significant digit first.
        let mut digits: Vec<u8> = vec![0];
        for octet in magnitude {
            let mut carry = u32::from(octet);
            for digit in &mut digits {
                let value = u32::from(*digit) * 256 + carry;
                *digit = u8::try_from(value % 10).unwrap_or_default();
                carry = value / 10;
            }
            while carry > 0 {
                digits.push(u8::try_from(carry % 10).unwrap_or_default());
                carry /= 10;
            }
        }
        let digits = digits.iter().rev().map(|digit| char::from(b'0' + digit));
        is_negative.then_some('-').into_iter().chain(digits).collect()
    }

    /// True if both are the same number, however long their encodings.
    #[must_use]
    pub fn is_same(&self, other: &[u8]) -> bool {
        let minimal = |octets: &[u8]| -> Vec<u8> {
            let sign = if integer::is_negative(octets) { 0xff } else { 0 };
            let extra = octets.windows(2).take_while(
                |pair| matches!(pair, [first, next] if *first == sign && (next ^ sign) & 0x80 == 0),
            );
            octets.get(extra.count()..).unwrap_or_default().to_vec()
        };
        minimal(&self.octets) == minimal(other)
    }
}

/// The octets of the absolute value of a negative number.
fn negated(octets: &[u8]) -> Vec<u8> {
    let mut carry = true;
    let mut result: Vec<u8> = octets
        .iter()
        .rev()
        .map(|octet| {
            let (value, overflow) = (!octet).overflowing_add(u8::from(carry));
            carry = overflow;
            value
        })
        .collect();
    result.reverse();
    let zeros = result.iter().take_while(|octet| **octet == 0).count();
    result.get(zeros..).unwrap_or_default().to_vec()
}
