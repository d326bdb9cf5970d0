#!/usr/bin/env python3
"""A reader of CTIREC1 that shares no code with the service: Python's standard library and the openssl command.

    ctirec1_reader.py OBJECT --key HEX                            the plaintext to standard output
    ctirec1_reader.py OBJECT --envelope JSON --private-key PEM --key-id HEX
    ... --range FROM TO                                           only these bytes

Exit code 1 and one word on standard error when the object is refused. For trials: the key stands in openssl's
arguments, where other users of the machine can see it.
"""
import argparse
import base64
import hashlib
import hmac
import json
import subprocess
import sys

MAGIC = b"CTIREC1\n"
CHUNK, TAG = 16384, 16


def refuse(reason):
    print(reason, file=sys.stderr)
    sys.exit(1)


def openssl(arguments, data):
    done = subprocess.run(["openssl", *arguments], input=data, capture_output=True)
    return done.stdout if done.returncode == 0 else None


def hkdf_expand_sha512(prk, info, length):
    out = block = b""
    counter = 1
    while len(out) < length:
        block = hmac.new(prk, block + info + bytes([counter]), hashlib.sha512).digest()
        out += block
        counter += 1
    return out[:length]


def aes_ctr(key, counter_block, data):
    return openssl(["enc", "-aes-256-ctr", "-K", key.hex(), "-iv", counter_block.hex()], data)


class Ghash:
    """NIST SP 800-38D, 6.4, with a table of H's multiples by each power of x."""

    def __init__(self, h):
        v = int.from_bytes(h, "big")
        self.powers = []
        for _ in range(128):
            self.powers.append(v)
            v = (v >> 1) ^ (0xE1 << 120 if v & 1 else 0)

    def __call__(self, data):
        y = 0
        for at in range(0, len(data), 16):
            y ^= int.from_bytes(data[at : at + 16], "big")
            product = 0
            for bit, power in enumerate(self.powers):
                if y >> (127 - bit) & 1:
                    product ^= power
            y = product
        return y.to_bytes(16, "big")


class Gcm:
    def __init__(self, key):
        self.key = key
        self.ghash = Ghash(aes_ctr(key, bytes(16), bytes(16)))

    def open(self, nonce, sealed):
        """The plaintext, or None. One run of the counter gives the tag's mask, then the plaintext."""
        ciphertext, tag = sealed[:-TAG], sealed[-TAG:]
        stream = aes_ctr(self.key, nonce + b"\0\0\0\1", bytes(16) + ciphertext)
        padded = ciphertext + bytes(-len(ciphertext) % 16)
        digest = self.ghash(padded + (8 * len(ciphertext)).to_bytes(16, "big"))
        expected = bytes(a ^ b for a, b in zip(digest, stream[:16]))
        return stream[16:] if hmac.compare_digest(expected, tag) else None


def unwrap(envelope_path, private_key, key_id, header):
    with open(envelope_path) as file:
        envelope = json.load(file)
    if (envelope["recordingId"], envelope["segment"]) != (header["recordingId"], header["segment"]):
        refuse("otherEnvelope")
    wrapped = [key["wrappedKey"] for key in envelope["keys"] if key["keyId"] == key_id]
    if not wrapped:
        refuse("otherKey")
    label = f"{envelope['recordingId']}/{envelope['segment']}".encode()
    options = ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256", f"rsa_oaep_label:{label.hex()}"]
    arguments = ["pkeyutl", "-decrypt", "-inkey", private_key]
    for option in options:
        arguments += ["-pkeyopt", option]
    return openssl(arguments, base64.b64decode(wrapped[0])) or refuse("notOpened")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("object")
    parser.add_argument("--key")
    parser.add_argument("--envelope")
    parser.add_argument("--private-key")
    parser.add_argument("--key-id")
    parser.add_argument("--range", nargs=2, type=int)
    options = parser.parse_args()
    with open(options.object, "rb") as file:
        data = file.read()

    if data[:8] != MAGIC:
        refuse("notCtirec1")
    if len(data) < 12:
        refuse("truncated")
    header_length = int.from_bytes(data[8:12], "big")
    if header_length > 4096:
        refuse("badHeader")
    head, rest = data[: 12 + header_length], data[12 + header_length :]
    if len(rest) < 56:
        refuse("truncated")
    try:
        header = json.loads(head[12:].decode("utf-8"))
    except ValueError:
        refuse("badHeader")
    if not isinstance(header, dict) or header.get("suite") != 1:
        refuse("unknownSuite")
    data_key = (
        bytes.fromhex(options.key)
        if options.key
        else unwrap(options.envelope, options.private_key, options.key_id, header)
    )

    salt, commitment, chunks = rest[:24], rest[24:56], rest[56:]
    context = hashlib.sha256(head).digest()
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    derived = hkdf_expand_sha512(data_key, info, 76)
    key, base_nonce = derived[:32], int.from_bytes(derived[32:44], "big")
    if not hmac.compare_digest(derived[44:], commitment):
        refuse("wrongKey")

    last, last_length = divmod(len(chunks), CHUNK + TAG)
    if last_length < TAG:
        refuse("truncated")
    gcm = Gcm(key)

    def chunk(index):
        sealed = chunks[index * (CHUNK + TAG) : (index + 1) * (CHUNK + TAG)]
        plaintext = gcm.open((base_nonce ^ index).to_bytes(12, "big"), sealed)
        if plaintext is None:
            refuse("badChunk")
        return plaintext

    final = chunk(last)
    total = last * CHUNK + len(final)
    begin, end = options.range or (0, total)
    if not 0 <= begin <= end <= total:
        refuse("badRange")
    for index in range(begin // CHUNK, -(-end // CHUNK)):
        plaintext = final if index == last else chunk(index)
        at = index * CHUNK
        sys.stdout.buffer.write(plaintext[max(begin - at, 0) : end - at])


main()
