//! A pack as it crosses the gap: its bytes, the reviewers' signatures, and perhaps a seal. Each signature is recovered when
//! it is read; whether they are enough is [`super::Trust`]'s to say.

use super::{
    Pack, PackError, Reviewer,
    codec::{list, record},
    typed,
};
use crate::{
    eth::{
        Address, B256, DataType, Fingerprint, Payload, RecoverableSignature, SignatureError, keccak256,
        typed_data::TypedData,
    },
    limits::{PACK_BYTES_MAX, PACK_REVIEWERS_MAX},
    wire::{
        KeyPath, SignRequest, WireError,
        error::Place,
        fields::{Fields, Shape},
        node::Node,
    },
};

const SHAPE: Shape =
    Shape { name: Offered::UR_TYPE, fields: &[(1, "version"), (2, "pack"), (3, "signatures"), (4, "seal")] };

const VERSION: u64 = 1;

/// A reviewer's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackSignature {
    /// Whose: the position among the pack's reviewers, from 0.
    pub reviewer: usize,
    /// r ‖ s ‖ 27 or 28.
    pub bytes: [u8; 65],
}

/// A pack that somebody offers. Its form is judged and each of its signatures is what it says it is; nothing of it is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    pack: Pack,
    contents: B256,
    review: TypedData,
    seal_data: TypedData,
    signatures: Vec<PackSignature>, // invariant: ascending by reviewer, each recovers to that reviewer
    seal: Option<([u8; 65], Address)>, // invariant: recovers to the address
}

impl Offered {
    /// The UR type.
    pub const UR_TYPE: &str = "coldframe-pack";

    /// A pack without signatures. It is written and read again, so that it is what others will read.
    ///
    /// # Errors
    /// [`PackError`]: its content makes no sense, or is too long.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        pack.judge()?;
        Self::of_bytes(&pack.encode())
    }

    fn of_bytes(bytes: &[u8]) -> Result<Self, PackError> {
        if bytes.len() > PACK_BYTES_MAX {
            return Err(PackError::TooLong { bytes: bytes.len() });
        }
        let pack = Pack::decode(bytes)?;
        let contents = keccak256(bytes);
        Ok(Self {
            review: typed::review(&pack, contents)?,
            seal_data: typed::seal(&pack, contents)?,
            pack,
            contents,
            signatures: Vec::new(),
            seal: None,
        })
    }

    /// Reads the CBOR strictly, judges the pack's form, and recovers each signature.
    ///
    /// # Errors
    /// [`PackError`]: the first fault. The request can be reviewed without the pack.
    pub fn decode(cbor: &[u8]) -> Result<Self, PackError> {
        if cbor.len() > PACK_BYTES_MAX {
            return Err(PackError::TooLong { bytes: cbor.len() });
        }
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&SHAPE, cbor, &mut skipped)?;
        let place = fields.place(1);
        let version = fields.need(1)?.uint()?;
        if version != VERSION {
            let (found, expected) = (version.to_string(), "version 1");
            return Err(WireError::Size { place, found, expected }.into());
        }
        if let Some(unknown) = skipped.into_iter().next() {
            return Err(PackError::Unknown(unknown));
        }
        let mut offered = Self::of_bytes(&fields.need(2)?.bytes()?)?;
        let signatures = list(&mut fields, 3, PACK_REVIEWERS_MAX, |item| {
            let [reviewer, bytes] = record(item, "a reviewer's position and 65 bytes")?;
            Ok::<_, WireError>((reviewer.uint32()?, bytes.fixed::<65>("65 bytes")?))
        })?;
        for (reviewer, bytes) in signatures {
            offered.take_signature(usize::try_from(reviewer).unwrap_or(usize::MAX), bytes)?;
        }
        if let Some(seal) = fields.take(4) {
            offered = offered.sealed(&seal.fixed::<65>("65 bytes")?)?;
        }
        if offered.encode() != cbor {
            return Err(WireError::NotCanonical { place: Place::message(SHAPE.name) }.into());
        }
        Ok(offered)
    }

    /// Writes canonical CBOR.
    pub fn encode(&self) -> Vec<u8> {
        let signature =
            |one: &PackSignature| Node::Array(vec![Node::Uint(one.reviewer as u64), Node::bytes(&one.bytes)]);
        let signatures = (!self.signatures.is_empty())
            .then(|| Node::Array(self.signatures.iter().map(signature).collect()));
        Node::map([
            (1, Some(Node::Uint(VERSION))),
            (2, Some(Node::Bytes(self.pack.encode()))),
            (3, signatures),
            (4, self.seal.as_ref().map(|(bytes, _)| Node::bytes(bytes))),
        ])
        .encode()
    }

    /// What it says.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// keccak256 of the pack's canonical bytes: what a next version names as its previous one.
    pub fn contents(&self) -> B256 {
        self.contents
    }

    /// What a reviewer signs.
    pub fn review_data(&self) -> &TypedData {
        &self.review
    }

    /// What the operator's own key signs.
    pub fn seal_data(&self) -> &TypedData {
        &self.seal_data
    }

    /// The signatures, ascending by reviewer; each was recovered.
    pub fn signatures(&self) -> &[PackSignature] {
        &self.signatures
    }

    /// Who signed, each once.
    pub fn signers(&self) -> impl Iterator<Item = &Reviewer> {
        self.signatures.iter().filter_map(|one| self.pack.reviewers.get(one.reviewer))
    }

    /// Whether as many reviewers signed as must; never without reviewers.
    pub fn has_enough(&self) -> bool {
        self.pack.threshold > 0 && self.signatures.len() >= usize::from(self.pack.threshold)
    }

    /// Whose key made the seal, where there is one.
    pub fn sealed_by(&self) -> Option<Address> {
        self.seal.as_ref().map(|(_, address)| *address)
    }

    /// The same with one more reviewer's signature, as an answer carries it: r ‖ s ‖ v. A reviewer who signed before is
    /// replaced by the same.
    ///
    /// # Errors
    /// [`PackError`]: it is no signature, or no reviewer's.
    pub fn signed(mut self, signature: &[u8]) -> Result<Self, PackError> {
        let whose = "signature";
        let (bytes, found) = recovered(whose, signature, &self.review)?;
        let position = self.pack.reviewers.iter().position(|reviewer| reviewer.address == found);
        let reviewer = position.ok_or(PackError::NoReviewer { found })?;
        self.signatures.retain(|one| one.reviewer != reviewer);
        self.signatures.push(PackSignature { reviewer, bytes });
        self.signatures.sort_by_key(|one| one.reviewer);
        Ok(self)
    }

    /// The same with a seal in place of any before.
    ///
    /// # Errors
    /// [`PackError::Signature`]: it is none.
    pub fn sealed(self, signature: &[u8]) -> Result<Self, PackError> {
        let seal = recovered("seal", signature, &self.seal_data)?;
        Ok(Self { seal: Some(seal), ..self })
    }

    /// The request that asks the station with this master key for its seal.
    pub fn seal_request(&self, master: Fingerprint) -> SignRequest {
        let named = keccak256([b"coldframe seal request".as_slice(), self.contents.as_slice()].concat());
        SignRequest {
            request_id: named.first_chunk().copied(),
            sign_data: self.seal_data.json().to_vec(),
            data_type: DataType::TypedData,
            chain_id: None,
            key_path: KeyPath { path: typed::seal_path(), source_fingerprint: Some(master), depth: None },
            address: None,
            origin: None,
        }
    }

    fn take_signature(&mut self, reviewer: usize, bytes: [u8; 65]) -> Result<(), PackError> {
        let form = |fault| PackError::Form { place: "the list of signatures".to_owned(), fault };
        let Some(expected) = self.pack.reviewers.get(reviewer) else {
            return Err(form("names a reviewer whom the pack does not have"));
        };
        if self.signatures.last().is_some_and(|before| before.reviewer >= reviewer) {
            return Err(form("is not ascending, or holds a reviewer twice"));
        }
        let whose = format!("signature of “{}”", expected.name);
        let (bytes, found) = recovered(&whose, &bytes, &self.review)?;
        if found != expected.address {
            return Err(PackError::OtherSigner { whose, found, expected: expected.address });
        }
        self.signatures.push(PackSignature { reviewer, bytes });
        Ok(())
    }
}

/// The 65 bytes in their one spelling, and whose they are.
fn recovered(whose: &str, bytes: &[u8], data: &TypedData) -> Result<([u8; 65], Address), PackError> {
    let refused = |error| PackError::Signature { whose: whose.to_owned(), error };
    let length = bytes.len().saturating_sub(64);
    let short = || refused(SignatureError::VLength { length });
    let (r, rest) = bytes.split_first_chunk::<32>().ok_or_else(short)?;
    let (s, v) = rest.split_first_chunk::<32>().ok_or_else(short)?;
    let y_parity = Payload::TypedData(Box::new(data.clone())).parity_of(v).map_err(refused)?;
    let signature = RecoverableSignature { r: B256::from(*r), s: B256::from(*s), y_parity };
    let found = signature.recover(&data.digest()).map_err(refused)?;
    let mut written = [0; 65];
    let spelled = r.iter().chain(s).chain([if y_parity { &28 } else { &27 }]);
    written.iter_mut().zip(spelled).for_each(|(to, from)| *to = *from);
    Ok((written, found))
}
