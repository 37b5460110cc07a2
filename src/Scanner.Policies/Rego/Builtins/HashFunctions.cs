using System.Security.Cryptography;
using System.Text;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>What policies compare with hashes they were given; nothing is protected by it.</summary>
internal static class HashFunctions
{
    public static void AddTo(BuiltinList list)
    {
#pragma warning disable CA5350, CA5351 // the policy chose the function
        list.Add("crypto.md5", "s", a => Arg.Of(HexHashes.Md5(Arg.Text(a[0]))));
        list.Add("crypto.sha1", "s", a => Arg.Of(HexHashes.Sha1(Arg.Text(a[0]))));
        list.Add("crypto.sha256", "s", a => Arg.Of(HexHashes.Sha256(Arg.Text(a[0]))));
        list.Add("crypto.hmac.md5", "ss", a => Hex(HMACMD5.HashData(Bytes(a[1]), Bytes(a[0]))));
        list.Add("crypto.hmac.sha1", "ss", a => Hex(HMACSHA1.HashData(Bytes(a[1]), Bytes(a[0]))));
        list.Add("crypto.hmac.sha256", "ss", a => Hex(HMACSHA256.HashData(Bytes(a[1]), Bytes(a[0]))));
        list.Add("crypto.hmac.sha512", "ss", a => Hex(HMACSHA512.HashData(Bytes(a[1]), Bytes(a[0]))));
        list.Add("crypto.hmac.equal", "ss", a => Arg.Of(Arg.Text(a[0]) == Arg.Text(a[1])));
#pragma warning restore CA5350, CA5351
    }

    private static byte[] Bytes(RegoValue value) => Encoding.UTF8.GetBytes(Arg.Text(value));

    private static RegoString Hex(byte[] bytes) => Arg.Of(Convert.ToHexStringLower(bytes));
}
