-- The role that Parley works as. The image of PostgreSQL runs this when its data directory is new.
\getenv name PARLEY_USER
\getenv password PARLEY_PASSWORD
CREATE ROLE :"name" LOGIN PASSWORD :'password';
