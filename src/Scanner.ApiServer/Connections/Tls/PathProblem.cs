using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>What is wrong, and with which certificate.</summary>
internal sealed record PathProblem(PathProblemKind Kind, X509Certificate2 Certificate);
