// Signs a macOS executable ad hoc, in place, and reads the signature back.
package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"

	"github.com/blacktop/go-macho"
	"github.com/blacktop/go-macho/pkg/codesign"
	"github.com/blacktop/go-macho/pkg/codesign/types"
)

const pageSize = 4096

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: sign FILE")
		os.Exit(2)
	}
	if err := sign(os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "error: %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

func sign(path string) error {
	file, err := macho.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	fillGaps(file)
	// Entitlements are those of Node's own signature, where it is left: they allow what its compiler needs.
	if err := file.CodeSign(&codesign.Config{ID: "kubectl-batchtask", Flags: types.ADHOC}); err != nil {
		return err
	}
	if err := file.Save(path); err != nil {
		return err
	}
	return verify(path)
}

// fillGaps lets each segment reach to the next one: go-macho writes them one after another, without what lies between.
func fillGaps(file *macho.File) {
	segments := file.Segments()
	for index, segment := range segments[:len(segments)-1] {
		if next := segments[index+1]; segment.Filesz > 0 && segment.Offset+segment.Filesz < next.Offset {
			segment.Filesz = next.Offset - segment.Offset
		}
	}
}

// verify compares the hash of each page with the one that the signature has of it, as the kernel does.
func verify(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	file, err := macho.NewFile(bytes.NewReader(data))
	if err != nil {
		return err
	}
	signature := file.CodeSignature()
	if signature == nil || len(signature.CodeDirectories) == 0 {
		return fmt.Errorf("no signature")
	}
	for _, directory := range signature.CodeDirectories {
		limit := uint64(signature.Offset)
		if want := (limit + pageSize - 1) / pageSize; uint64(len(directory.CodeSlots)) != want {
			return fmt.Errorf("%d pages are signed of %d", len(directory.CodeSlots), want)
		}
		for index, slot := range directory.CodeSlots {
			from := uint64(index) * pageSize
			hash := sha256.Sum256(data[from:min(from+pageSize, limit)])
			if !bytes.Equal(hash[:], slot.Hash) {
				return fmt.Errorf("page %d has another hash than is signed", index)
			}
		}
	}
	return nil
}
