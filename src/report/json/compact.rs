//! Compact JSON into memory: the bytes that `serde_json::to_writer` writes, for a fraction of the price.
//!
//! `serde_json` looks at each byte of a text for what must be escaped and hands every sign to its writer on its own. A line of
//! a result is some hundred short texts of which none needs escaping, so here many bytes are looked at in one step and a text
//! is taken over whole. What is rare (numbers with a fraction, texts to escape) is left to `serde_json`.

use serde::Serialize;
use serde::ser::{self, Error as _, Serializer};
use serde_json::Error;

use crate::text::every;

/// Appends a value to `out`.
///
/// # Errors
/// A value that JSON cannot hold, such as a map whose keys are no texts.
pub fn write(value: &(impl Serialize + ?Sized), out: &mut Vec<u8>) -> Result<(), Error> {
    value.serialize(Compact(out))
}

/// Appends values to a text.
struct Compact<'a>(&'a mut Vec<u8>);

impl<'a> Compact<'a> {
    /// Opens what closes with `end`; a variant is an object of one key.
    fn open(self, variant: Option<&str>, start: u8, end: &'static [u8]) -> Result<Compound<'a>, Error> {
        if let Some(variant) = variant {
            self.0.push(b'{');
            text(variant, self.0)?;
            self.0.push(b':');
        }
        self.0.push(start);
        Ok(Compound { out: self.0, first: true, end })
    }
}

fn text(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    // Control characters, the quotation mark and the backslash are escaped.
    if !every(text, |byte| (byte >= 0x20) & (byte != b'"') & (byte != b'\\')) {
        return serde_json::to_writer(out, text);
    }
    quoted(text, out);
    Ok(())
}

/// A text that needs no escaping.
fn quoted(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

fn whole(mut number: u64, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789"[(number % 10) as usize];
        number /= 10;
        first -= 1;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(first..).unwrap_or_default());
}

impl<'a> Serializer for Compact<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.0.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        if value < 0 {
            self.0.push(b'-');
        }
        whole(value.unsigned_abs(), self.0);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        whole(value, self.0);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        serde_json::to_writer(self.0, &value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        serde_json::to_writer(self.0, &value)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        text(value.encode_utf8(&mut [0; 4]), self.0)
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        text(value, self.0)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        text(variant, self.0)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut object = self.open(None, b'{', b"}")?;
        ser::SerializeMap::serialize_entry(&mut object, variant, value)?;
        object.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        self.open(None, b'[', b"]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, Error> {
        self.open(None, b'[', b"]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        self.open(None, b'[', b"]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        self.open(Some(variant), b'[', b"]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        self.open(None, b'{', b"}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        self.open(None, b'{', b"}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        self.open(Some(variant), b'{', b"}}")
    }
}

/// A list or an object under way.
struct Compound<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
    end: &'static [u8],
}

impl Compound<'_> {
    /// The comma between two parts.
    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
    }

    fn element(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.next();
        write(value, self.out)
    }

    fn key(&mut self, key: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.next();
        let at = self.out.len();
        write(key, self.out)?;
        if self.out.get(at) != Some(&b'"') {
            return Err(Error::custom("key must be a string"));
        }
        Ok(())
    }

    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.out.push(b':');
        write(value, self.out)
    }

    fn field(&mut self, key: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.next();
        // The name of a field in the source, or what serde was told to call it.
        quoted(key, self.out);
        self.out.push(b':');
        write(value, self.out)
    }

    #[expect(clippy::unnecessary_wraps, reason = "the end of each of serde's compounds")]
    fn close(self) -> Result<(), Error> {
        self.out.extend_from_slice(self.end);
        Ok(())
    }
}

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

/// The compounds of serde that differ in their names only.
macro_rules! compounds {
    ($($name:ident, $method:ident($($key:ident)?) => $part:ident;)+) => {
        $(impl ser::$name for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: &'static str,)? value: &T) -> Result<(), Error> {
                self.$part($($key,)? value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        })+
    };
}

compounds! {
    SerializeSeq, serialize_element() => element;
    SerializeTuple, serialize_element() => element;
    SerializeTupleStruct, serialize_field() => element;
    SerializeTupleVariant, serialize_field() => element;
    SerializeStruct, serialize_field(key) => field;
    SerializeStructVariant, serialize_field(key) => field;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        Unit,
        New(i64),
        Pair(u8, char),
        Named { one: Option<f64>, two: () },
    }

    #[derive(Serialize)]
    #[serde(tag = "type")]
    enum Tagged<'a> {
        Line(&'a Line),
    }

    #[derive(Serialize)]
    struct Line {
        text: String,
        #[serde(flatten)]
        fields: BTreeMap<String, Vec<Option<String>>>,
        numbers: (u64, i32, f64, bool),
        kinds: Vec<Kind>,
        #[serde(skip_serializing_if = "String::is_empty")]
        rest: String,
    }

    proptest! {
        #[test]
        fn the_bytes_are_those_of_serde_json(
            text in "[a-z高炉\u{0}-\u{7f}\u{80}-\u{ffff}]{0,20}",
            fields in proptest::collection::btree_map("[a-c\"\\\\炉 ]{0,9}", proptest::collection::vec(proptest::option::of("[ -~]{0,17}"), 0..3), 0..4),
            (whole, signed, broken, rest) in (any::<u64>(), any::<i32>(), any::<f64>(), "[x\n\"]{0,2}"),
        ) {
            let kinds = vec![
                Kind::Unit,
                Kind::New(i64::from(signed) << 20),
                Kind::Pair(whole as u8, '"'),
                Kind::Named { one: Some(broken), two: () },
                Kind::Named { one: None, two: () },
            ];
            let line = Line { text, fields, numbers: (whole, signed, broken, signed > 0), kinds, rest };
            let mut written = b"before".to_vec();
            write(&Tagged::Line(&line), &mut written).unwrap();
            let expected = format!("before{}", serde_json::to_string(&Tagged::Line(&line)).unwrap());
            prop_assert_eq!(String::from_utf8(written).unwrap(), expected);
        }

        #[test]
        fn what_serde_json_escapes_is_escaped(text in "[ -#Z-^高\u{1e}-\u{21}\u{7f}-\u{81}]{0,40}") {
            let mut written = Vec::new();
            write(&text, &mut written).unwrap();
            prop_assert_eq!(String::from_utf8(written).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn keys_that_are_no_texts_are_refused() {
        assert!(write(&BTreeMap::from([(vec![1], 2)]), &mut Vec::new()).is_err());
    }
}
