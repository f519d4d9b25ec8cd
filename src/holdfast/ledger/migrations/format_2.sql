CREATE TABLE entries (
	position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	device VARCHAR NOT NULL, 
	sequence INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	received VARCHAR NOT NULL, 
	previous_hash VARCHAR NOT NULL, 
	payload BLOB NOT NULL, 
	hash VARCHAR NOT NULL, 
	signature VARCHAR, 
	merged VARCHAR, 
	UNIQUE (hash), 
	CHECK (sequence >= 0), 
	CHECK (length(hash) = 64 AND length(previous_hash) = 64), 
	CHECK (signature IS NULL OR length(signature) = 128)
)
-- next
CREATE TABLE sealed (
	entry_id VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	nonce BLOB NOT NULL, 
	ciphertext BLOB NOT NULL, 
	PRIMARY KEY (entry_id, field)
)
-- next
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	PRIMARY KEY (version_num)
)
-- next
CREATE INDEX entries_id ON entries (id)
-- next
CREATE INDEX entries_kind ON entries (kind)
-- next
CREATE INDEX entries_received ON entries (received)
-- next
CREATE INDEX entries_chain ON entries (device, sequence)
-- next
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no entry is changed'); END
-- next
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no entry is deleted'); END
-- next
CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE position = NEW.position OR hash = NEW.hash OR (NEW.merged IS NULL AND id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no entry is replaced'); END
-- next
CREATE TRIGGER entries_in_order BEFORE INSERT ON entries WHEN NEW.merged IS NULL AND (EXISTS (SELECT 1 FROM entries WHERE device = NEW.device AND sequence = NEW.sequence AND previous_hash = NEW.previous_hash) OR NOT ((NEW.sequence = 0 AND NEW.previous_hash = '0000000000000000000000000000000000000000000000000000000000000000') OR EXISTS (SELECT 1 FROM entries WHERE device = NEW.device AND sequence = NEW.sequence - 1 AND hash = NEW.previous_hash))) BEGIN SELECT RAISE(ABORT, 'the ledger is a chain: an entry follows the last one of its device'); END
-- next
CREATE TRIGGER sealed_no_update BEFORE UPDATE ON sealed BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no sealed field is changed'); END
-- next
CREATE TRIGGER sealed_no_delete BEFORE DELETE ON sealed BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no sealed field is deleted'); END
-- next
CREATE TRIGGER sealed_no_replace BEFORE INSERT ON sealed WHEN EXISTS (SELECT 1 FROM sealed WHERE entry_id = NEW.entry_id AND field = NEW.field) BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no sealed field is replaced'); END
-- next
CREATE VIEW claim_entries AS SELECT id, device, sequence, received, json_extract(CAST(payload AS TEXT), '$.body.claimant') AS claimant, json_extract(CAST(payload AS TEXT), '$.body.occurred_start') AS occurred_start, json_extract(CAST(payload AS TEXT), '$.body.occurred_end') AS occurred_end, json_extract(CAST(payload AS TEXT), '$.body.said') AS said, json_extract(CAST(payload AS TEXT), '$.body.recorded') AS recorded, json_extract(CAST(payload AS TEXT), '$.body.reconstructed') AS reconstructed, json_extract(CAST(payload AS TEXT), '$.body.zone') AS zone, json_extract(CAST(payload AS TEXT), '$.body.disclosure_class') AS disclosure_class, json_extract(CAST(payload AS TEXT), '$.body.document_sha256') AS document_sha256, json_extract(CAST(payload AS TEXT), '$.body.source_grade') AS source_grade, json_extract(CAST(payload AS TEXT), '$.body.method') AS method, json_extract(CAST(payload AS TEXT), '$.body.review') AS review, json_extract(CAST(payload AS TEXT), '$.body.reviewer') AS reviewer, json_extract(CAST(payload AS TEXT), '$.body.supersedes') AS supersedes, json_extract(CAST(payload AS TEXT), '$.body.statement.claim_type') AS claim_type, json_extract(CAST(payload AS TEXT), '$.body.statement.item') AS item, json_extract(CAST(payload AS TEXT), '$.body.statement.service') AS service, json_extract(CAST(payload AS TEXT), '$.body.statement.polarity') AS polarity, json_extract(CAST(payload AS TEXT), '$.body.statement.value_low') AS value_low, json_extract(CAST(payload AS TEXT), '$.body.statement.value_high') AS value_high, json_extract(CAST(payload AS TEXT), '$.body.statement.unit') AS unit, json_extract(CAST(payload AS TEXT), '$.body.statement.si_low') AS si_low, json_extract(CAST(payload AS TEXT), '$.body.statement.si_high') AS si_high, json_extract(CAST(payload AS TEXT), '$.body.statement.si_unit') AS si_unit, json_extract(CAST(payload AS TEXT), '$.body.statement.per') AS per, json_extract(CAST(payload AS TEXT), '$.body.statement.time_start') AS time_start, json_extract(CAST(payload AS TEXT), '$.body.statement.time_end') AS time_end, json_extract(CAST(payload AS TEXT), '$.body.statement.time_precision') AS time_precision, json_extract(CAST(payload AS TEXT), '$.body.statement.place') AS place, json_extract(CAST(payload AS TEXT), '$.body.statement.actor') AS actor, json_extract(CAST(payload AS TEXT), '$.body.statement.addressee') AS addressee, json_extract(CAST(payload AS TEXT), '$.body.statement.attribution') AS attribution, json_extract(CAST(payload AS TEXT), '$.body.statement.modality') AS modality, json_extract(CAST(payload AS TEXT), '$.body.statement.background') AS background, json_extract(CAST(payload AS TEXT), '$.body.statement.time_text') AS time_text, json_extract(CAST(payload AS TEXT), '$.body.statement.char_start') AS char_start, json_extract(CAST(payload AS TEXT), '$.body.statement.char_end') AS char_end FROM entries WHERE kind = 'claim'
-- next
CREATE VIEW review_entries AS SELECT id, device, sequence, received, json_extract(CAST(payload AS TEXT), '$.body.claim_id') AS claim_id, json_extract(CAST(payload AS TEXT), '$.body.verdict') AS verdict, json_extract(CAST(payload AS TEXT), '$.body.reviewer') AS reviewer, json_extract(CAST(payload AS TEXT), '$.body.reason') AS reason, json_extract(CAST(payload AS TEXT), '$.body.recorded') AS recorded FROM entries WHERE kind = 'review'
-- next
CREATE VIEW document_entries AS SELECT id, device, sequence, received, json_extract(CAST(payload AS TEXT), '$.body.sha256') AS sha256, json_extract(CAST(payload AS TEXT), '$.body.name') AS name, json_extract(CAST(payload AS TEXT), '$.body.media_type') AS media_type, json_extract(CAST(payload AS TEXT), '$.body.size') AS size, json_extract(CAST(payload AS TEXT), '$.body.path') AS path FROM entries WHERE kind = 'document'
