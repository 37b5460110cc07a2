using System.Security.Cryptography;
using System.Text;

namespace Scanner.Policies.Cel.Functions;

/// <summary>Hashes of texts in hexadecimal digits. Policies compare them with hashes that they were given; nothing is protected by them.</summary>
internal static class HexHashes
{
#pragma warning disable CA5350, CA5351 // the policy chose the function
    public static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    public static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350, CA5351

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
