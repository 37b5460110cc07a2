namespace Scanner.ApiServer.Connections.Exec;

/// <summary>Whether a credential plugin wants to ask the user (<c>interactiveMode</c>).</summary>
internal enum ExecInteractiveMode
{
    IfAvailable,
    Never,
    Always,
}
