using System.Security.Cryptography.X509Certificates;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>A server's certificate, what it sends beside it, what is trusted, and what Go makes of it (null: a path exists).</summary>
internal sealed record PathCase(X509Certificate2 Leaf, X509Certificate2Collection Others, X509Certificate2Collection Anchors, PathProblemKind? Expected);
