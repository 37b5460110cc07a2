using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>Name constraints of an authority (RFC 5280, 4.2.1.10).</summary>
internal static class TestConstraints
{
    public static X509Extension Hosts(string? permitted = null, string? excluded = null) => Constraints(critical: true, writer =>
    {
        Tree(writer, 0, permitted, text => writer.WriteCharacterString(UniversalTagNumber.IA5String, text, new Asn1Tag(TagClass.ContextSpecific, 2)));
        Tree(writer, 1, excluded, text => writer.WriteCharacterString(UniversalTagNumber.IA5String, text, new Asn1Tag(TagClass.ContextSpecific, 2)));
    });

    public static X509Extension Addresses(byte[] range) => Constraints(critical: true, writer =>
        Tree(writer, 0, range, bytes => writer.WriteOctetString(bytes, new Asn1Tag(TagClass.ContextSpecific, 7))));

    public static X509Extension UnknownKind(bool critical) => Constraints(critical, writer =>
        Tree(writer, 0, "1.2.3", text => writer.WriteObjectIdentifier(text, new Asn1Tag(TagClass.ContextSpecific, 8))));

    private static X509Extension Constraints(bool critical, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            write(writer);
        return new X509Extension("2.5.29.30", writer.Encode(), critical);
    }

    private static void Tree<T>(AsnWriter writer, int list, T? value, Action<T> write)
    {
        if (value is null)
            return;
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, list)))
        using (writer.PushSequence())
            write(value);
    }
}
