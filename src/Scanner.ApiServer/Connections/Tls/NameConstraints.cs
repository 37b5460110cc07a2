using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>
/// The names that an authority may sign certificates for (RFC 5280, 4.2.1.10). Those of hosts are judged as Go does; a certificate
/// with other kinds of names is refused where these are limited too.
/// </summary>
internal sealed class NameConstraints
{
    private const int Mail = 1;
    private const int Host = 2;
    private const int Url = 6;
    private const int Address = 7;

    private readonly List<(int Kind, byte[] Base)> _permitted = [];
    private readonly List<(int Kind, byte[] Base)> _excluded = [];

    private NameConstraints()
    {
    }

    /// <summary>Whether it limits kinds of names that nothing here knows: then, if critical, the certificate is of no use.</summary>
    public bool HasUnknownKinds { get; private set; }

    /// <exception cref="AsnContentException">It is none.</exception>
    public static NameConstraints Read(X509Extension extension)
    {
        var constraints = new NameConstraints();
        var lists = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (lists.HasData)
        {
            var tag = lists.PeekTag();
            var trees = lists.ReadSequence(tag);
            while (trees.HasData)
                constraints.Add(tag.TagValue == 0 ? constraints._permitted : constraints._excluded, trees.ReadSequence());
        }

        return constraints;
    }

    /// <summary>Whether all names of a server's certificate are within.</summary>
    public bool Allow(X509SubjectAlternativeNameExtension names)
    {
        var kinds = Kinds(names);
        if (kinds.Overlaps([Mail, Url]) && _permitted.Concat(_excluded).Any(tree => tree.Kind is Mail or Url))
            return false;
        return names.EnumerateDnsNames().All(name => Allow(Host, tree => IsBelow(name, tree)))
            && names.EnumerateIPAddresses().All(address => Allow(Address, tree => IsWithin(address.GetAddressBytes(), tree)));
    }

    private static HashSet<int> Kinds(X509SubjectAlternativeNameExtension names)
    {
        var kinds = new HashSet<int>();
        var list = new AsnReader(names.RawData, AsnEncodingRules.DER).ReadSequence();
        while (list.HasData)
        {
            kinds.Add(list.PeekTag().TagValue);
            list.ReadEncodedValue();
        }

        return kinds;
    }

    private bool Allow(int kind, Func<byte[], bool> isIn) =>
        !_excluded.Any(tree => tree.Kind == kind && isIn(tree.Base))
        && (_permitted.TrueForAll(tree => tree.Kind != kind) || _permitted.Any(tree => tree.Kind == kind && isIn(tree.Base)));

    private void Add(List<(int, byte[])> trees, AsnReader tree)
    {
        var tag = tree.PeekTag();
        if (tag.TagValue is Mail or Host or Url or Address)
            trees.Add((tag.TagValue, tree.ReadOctetString(tag)));
        else
            HasUnknownKinds = true;
    }

    private static bool IsBelow(string name, byte[] tree)
    {
        var domain = System.Text.Encoding.ASCII.GetString(tree);
        if (domain.Length == 0)
            return true;
        return domain.StartsWith('.')
            ? name.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
            : name.Equals(domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }

    // An address and a mask of the same length.
    private static bool IsWithin(byte[] address, byte[] tree)
    {
        if (tree.Length != address.Length * 2)
            return false;
        for (var i = 0; i < address.Length; i++)
        {
            if (((address[i] ^ tree[i]) & tree[address.Length + i]) != 0)
                return false;
        }

        return true;
    }
}
