//! Arguments by name, inside tuples too: `request.to`.

use super::Parameter;
use crate::eth::{Address, U256};
use alloy_dyn_abi::DynSolValue;

/// Parameters and the values that stand for them.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// What they are.
    pub parameters: &'a [Parameter],
    /// As many values, in the same order.
    pub values: &'a [DynSolValue],
}

impl<'a> Scope<'a> {
    /// Each with its value.
    pub fn pairs(self) -> impl Iterator<Item = (&'a Parameter, &'a DynSolValue)> {
        self.parameters.iter().zip(self.values)
    }

    fn pair(self, name: &str) -> Option<(&'a Parameter, &'a DynSolValue)> {
        self.pairs().find(|(parameter, _)| parameter.name == name)
    }

    /// The value at a path, `request.to`.
    pub fn get(self, path: &str) -> Option<&'a DynSolValue> {
        match path.split_once('.') {
            None => self.pair(path).map(|(_, value)| value),
            Some((name, rest)) => self.items(name).next()?.get(rest),
        }
    }

    /// The scopes of the tuples of a list, or of the one tuple.
    pub fn items(self, name: &str) -> impl Iterator<Item = Self> + use<'a> {
        let pair = self.pair(name);
        let parameters = pair.map_or(&[][..], |(parameter, _)| parameter.components.as_slice());
        let items = match pair {
            Some((_, DynSolValue::Array(items) | DynSolValue::FixedArray(items))) => items.as_slice(),
            Some((_, one)) => std::slice::from_ref(one),
            None => &[],
        };
        items.iter().filter_map(DynSolValue::as_tuple).map(move |values| Self { parameters, values })
    }

    /// An address.
    pub fn address(self, path: &str) -> Option<Address> {
        self.get(path)?.as_address()
    }

    /// A number.
    pub fn number(self, path: &str) -> Option<U256> {
        self.get(path)?.as_uint().map(|(number, _)| number)
    }

    /// Bytes.
    pub fn bytes(self, path: &str) -> Option<&'a [u8]> {
        self.get(path)?.as_bytes()
    }
}
